using System.Globalization;
using System.Text;

namespace BatchJobs.Manifests;

/// <summary>JSON as the API server reads it: repetitions are kept, bad text in strings becomes U+FFFD, errors have its words.</summary>
internal ref struct JsonManifestParser
{
    private readonly ReadOnlySpan<byte> text;
    private readonly int maxDepth;
    private int offset;
    private int line = 1;
    private int lineStart;

    private JsonManifestParser(ReadOnlySpan<byte> text, int maxDepth)
    {
        this.text = text;
        this.maxDepth = maxDepth;
    }

    /// <exception cref="ManifestSyntaxException">The text is not JSON.</exception>
    public static ManifestNode Parse(ReadOnlySpan<byte> text, int maxDepth)
    {
        var parser = new JsonManifestParser(text, maxDepth);
        parser.SkipSpace();
        ManifestNode node = parser.Value(0);
        parser.SkipSpace();
        return parser.offset == text.Length ? node : throw parser.Unexpected("after top-level value");
    }

    private readonly ManifestPosition Position
    {
        get
        {
            int column = 1;
            foreach (byte unit in text[lineStart..Math.Min(offset, text.Length)])
            {
                column += (unit & 0xC0) == 0x80 ? 0 : 1;
            }

            return new ManifestPosition(line, column);
        }
    }

    private ManifestNode Value(int depth)
    {
        if (depth > maxDepth)
        {
            throw new ManifestSyntaxException("exceeded max depth", Position);
        }

        ManifestPosition start = Position;
        return Peek("looking for beginning of value") switch
        {
            '{' => Object(start, depth),
            '[' => Array(start, depth),
            '"' => new ManifestNode(ManifestNodeKind.String, start) { Text = String() },
            't' => Literal("true", ManifestNodeKind.Bool, start),
            'f' => Literal("false", ManifestNodeKind.Bool, start),
            'n' => Literal("null", ManifestNodeKind.Null, start),
            '-' or (>= '0' and <= '9') => Number(start),
            _ => throw Unexpected("looking for beginning of value"),
        };
    }

    private ManifestNode Object(ManifestPosition start, int depth)
    {
        var node = new ManifestNode(ManifestNodeKind.Object, start);
        offset++;
        SkipSpace();
        if (Peek("looking for beginning of object key string") == '}')
        {
            offset++;
            return node;
        }

        while (true)
        {
            SkipSpace();
            ManifestPosition position = Position;
            if (Peek("looking for beginning of object key string") != '"')
            {
                throw Unexpected("looking for beginning of object key string");
            }

            string name = String();
            SkipSpace();
            Take(':', "after object key");
            SkipSpace();
            node.Members.Add(new ManifestMember(name, position, Value(depth + 1)));
            SkipSpace();
            if (Peek("after object key:value pair") == '}')
            {
                offset++;
                return node;
            }

            Take(',', "after object key:value pair");
        }
    }

    private ManifestNode Array(ManifestPosition start, int depth)
    {
        var node = new ManifestNode(ManifestNodeKind.Array, start);
        offset++;
        SkipSpace();
        if (Peek("looking for beginning of value") == ']')
        {
            offset++;
            return node;
        }

        while (true)
        {
            SkipSpace();
            node.Items.Add(Value(depth + 1));
            SkipSpace();
            if (Peek("after array element") == ']')
            {
                offset++;
                return node;
            }

            Take(',', "after array element");
        }
    }

    private ManifestNode Literal(string word, ManifestNodeKind kind, ManifestPosition start)
    {
        offset++;
        foreach (char expected in word.AsSpan(1))
        {
            Take(expected, $"in literal {word} (expecting '{expected}')");
        }

        return new ManifestNode(kind, start) { Text = word };
    }

    private ManifestNode Number(ManifestPosition start)
    {
        int first = offset;
        if (text[offset] == '-')
        {
            offset++;
        }

        if (Peek("in numeric literal") == '0')
        {
            offset++;
        }
        else
        {
            Digits("in numeric literal");
        }

        if (offset < text.Length && text[offset] == '.')
        {
            offset++;
            Digits("after decimal point in numeric literal");
        }

        if (offset < text.Length && text[offset] is (byte)'e' or (byte)'E')
        {
            offset++;
            if (offset < text.Length && text[offset] is (byte)'+' or (byte)'-')
            {
                offset++;
            }

            Digits("in exponent of numeric literal");
        }

        return new ManifestNode(ManifestNodeKind.Number, start) { Text = Encoding.ASCII.GetString(text[first..offset]) };
    }

    private void Digits(string context)
    {
        if (Peek(context) is < '0' or > '9')
        {
            throw Unexpected(context);
        }

        while (offset < text.Length && text[offset] is >= (byte)'0' and <= (byte)'9')
        {
            offset++;
        }
    }

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

    private void SkipSpace()
    {
        while (offset < text.Length && text[offset] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            if (text[offset++] == '\n')
            {
                line++;
                lineStart = offset;
            }
        }
    }

    private void Take(char expected, string context)
    {
        if (Peek(context) != expected)
        {
            throw Unexpected(context);
        }

        offset++;
    }

    private readonly char Peek(string context) => offset < text.Length ? (char)text[offset] : throw Unexpected(context);

    private readonly ManifestSyntaxException Unexpected(string context)
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
            '\a' => @"\a",
            '\b' => @"\b",
            '\f' => @"\f",
            '\n' => @"\n",
            '\r' => @"\r",
            '\t' => @"\t",
            '\v' => @"\v",
            '\\' => @"\\",
            < ' ' or '\u007f' => string.Create(CultureInfo.InvariantCulture, $"\\x{(int)found:x2}"),
            >= '\u0080' and <= '\u00a0' or '\u00ad' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)found:x4}"),
            _ => found.ToString(),
        };
        return new ManifestSyntaxException($"invalid character '{shown}' {context}", Position);
    }
}
