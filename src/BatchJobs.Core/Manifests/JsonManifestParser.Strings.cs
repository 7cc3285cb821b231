using System.Text;
using BatchJobs.Validation;

namespace BatchJobs.Manifests;

/// <content>Strings, and the wording of what is not JSON.</content>
internal ref partial struct JsonManifestParser
{
    private string String()
    {
        offset++;
        var result = new StringBuilder();
        int plain = offset;
        while (true)
        {
            char next = Peek("in string literal");
            if (next is '"' or '\\')
            {
                result.Append(Encoding.UTF8.GetString(text[plain..offset]));
                offset++;
                if (next == '"')
                {
                    return WithoutLoneSurrogates(result.ToString());
                }

                Escape(result);
                plain = offset;
            }
            else if (next < ' ')
            {
                throw Unexpected("in string literal");
            }
            else
            {
                offset++;
            }
        }
    }

    private void Escape(StringBuilder result)
    {
        char escape = Peek("in string escape code");
        if (escape == 'u')
        {
            offset++;
            int unit = 0;
            for (int digit = 0; digit < 4; digit++)
            {
                if (!char.IsAsciiHexDigit(Peek("in \\u hexadecimal character escape")))
                {
                    throw Unexpected("in \\u hexadecimal character escape");
                }

                unit = (unit * 16) + Convert.ToInt32(((char)text[offset]).ToString(), 16);
                offset++;
            }

            result.Append((char)unit);
            return;
        }

        int known = "\"\\/bfnrt".IndexOf(escape, StringComparison.Ordinal);
        result.Append(known < 0 ? throw Unexpected("in string escape code") : "\"\\/\b\f\n\r\t"[known]);
        offset++;
    }

    private static string WithoutLoneSurrogates(string value) =>
        value.Any(char.IsSurrogate) ? Encoding.Unicode.GetString(Encoding.Unicode.GetBytes(value)) : value;

    private ManifestSyntaxException Unexpected(string context)
    {
        if (offset >= text.Length)
        {
            return new ManifestSyntaxException("unexpected end of JSON input", Position);
        }

        char found = (char)text[offset];
        string shown = found switch
        {
            '\'' => @"\'",
            '"' => "\"",
            _ => GoText.Quote(found.ToString())[1..^1],
        };
        return new ManifestSyntaxException($"invalid character '{shown}' {context}", Position);
    }
}
