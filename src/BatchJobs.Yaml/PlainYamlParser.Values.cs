using System.Buffers;
using BatchJobs.Manifests;

namespace BatchJobs.Yaml;

/// <content>What stands in one line.</content>
internal ref partial struct PlainYamlParser
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Digits = "0123456789";

    private static readonly SearchValues<char> Usual = SearchValues.Create(['\n', .. Enumerable.Range(' ', '~' - ' ' + 1).Select(unit => (char)unit)]);

    private static readonly SearchValues<char> KeyUnits = SearchValues.Create(Letters + Digits + "_./-");

    /// <summary>What can't begin a value without quotes.</summary>
    private static readonly SearchValues<char> Indicators = SearchValues.Create("?:,[]{}#&*!|>'\"%@`");

    /// <summary>What means itself between brackets; a colon does in front of most of them.</summary>
    private static readonly SearchValues<char> FlowUnits = SearchValues.Create(Letters + Digits + "_./-+$=@~ :");

    private static readonly SearchValues<char> FlowStart = SearchValues.Create(Letters + Digits + "_./$~");

    /// <summary>How long the key is that stands there, with a colon behind it; null for none, or for one that is no text.</summary>
    private readonly int? KeyLengthAt(int position)
    {
        ReadOnlySpan<char> rest = text.AsSpan(position, end - position);
        int length = rest.IndexOfAnyExcept(KeyUnits);
        if (length is <= 0 or > LongestKey || rest[length] != ':' || (length + 1 < rest.Length && rest[length + 1] != ' ') || !(char.IsAsciiLetter(rest[0]) || rest[0] == '_'))
        {
            return null;
        }

        return YamlScalar.IsWord(rest[..length]) ? length : null;
    }

    private ManifestNode? Inline(ref int position, int depth) => text[position] switch
    {
        '"' => Quoted(ref position, '"'),
        '\'' => Quoted(ref position, '\''),
        '[' => FlowSequence(ref position, depth),
        '{' => FlowMapping(ref position, depth),
        _ => Plain(ref position),
    };

    /// <summary>Without anything that stands for something else.</summary>
    private readonly ManifestNode? Quoted(ref int position, char quote)
    {
        ReadOnlySpan<char> rest = text.AsSpan(position + 1, end - position - 1);
        int length = quote == '"' ? rest.IndexOfAny('"', '\\') : rest.IndexOf('\'');
        if (length < 0 || rest[length] == '\\' || (length + 1 < rest.Length && rest[length + 1] == quote))
        {
            return null;
        }

        var node = new ManifestNode(ManifestNodeKind.String, PositionOf(position)) { Text = rest[..length].ToString() };
        position += length + 2;
        return node;
    }

    private readonly ManifestNode? Plain(ref int position)
    {
        ReadOnlySpan<char> rest = text.AsSpan(position, end - position);
        if (Indicators.Contains(rest[0]) || (rest[0] == '-' && rest is "-" or ['-', ' ', ..]))
        {
            return null;
        }

        int comment = rest.IndexOf(" #");
        rest = (comment < 0 ? rest : rest[..comment]).TrimEnd(' ');
        if (rest.Contains(": ", StringComparison.Ordinal) || rest[^1] == ':')
        {
            return null;
        }

        ManifestNode? node = Scalar(rest, position);
        position += rest.Length;
        return node;
    }

    private ManifestNode? FlowSequence(ref int position, int depth)
    {
        var node = new ManifestNode(ManifestNodeKind.Array, PositionOf(position));
        for (bool isOpen = !Closes(ref position, ']'); isOpen;)
        {
            if (FlowValue(ref position, depth + 1) is not { } item)
            {
                return null;
            }

            node.Items.Add(item);
            if (GoesOn(ref position, ']') is not { } more)
            {
                return null;
            }

            isOpen = more;
        }

        return node;
    }

    private ManifestNode? FlowMapping(ref int position, int depth)
    {
        var node = new ManifestNode(ManifestNodeKind.Object, PositionOf(position));
        for (bool isOpen = !Closes(ref position, '}'); isOpen;)
        {
            ManifestPosition keyPosition = PositionOf(position);
            if (KeyLengthAt(position) is not { } length)
            {
                return null;
            }

            string key = text.Substring(position, length);
            position = SkipSpaces(position + length + 1);
            if (FlowValue(ref position, depth + 1) is not { } value)
            {
                return null;
            }

            node.Members.Add(new ManifestMember(key, keyPosition, value));
            if (GoesOn(ref position, '}') is not { } more)
            {
                return null;
            }

            isOpen = more;
        }

        return Sort(node.Members) ? node : null;
    }

    private ManifestNode? FlowValue(ref int position, int depth)
    {
        if (depth > deepest || position == end)
        {
            return null;
        }

        return text[position] is '"' or '\'' or '[' or '{' ? Inline(ref position, depth) : FlowPlain(ref position);
    }

    private readonly ManifestNode? FlowPlain(ref int position)
    {
        ReadOnlySpan<char> rest = text.AsSpan(position, end - position);
        int length = rest.IndexOfAnyExcept(FlowUnits);
        if (length <= 0 || rest[length] is not (',' or ']' or '}') || !FlowStart.Contains(rest.TrimStart('-')[0]))
        {
            return null;
        }

        rest = rest[..length].TrimEnd(' ');
        if (rest.Contains(": ", StringComparison.Ordinal) || rest.Contains("::", StringComparison.Ordinal) || rest[^1] == ':')
        {
            return null;
        }

        ManifestNode? node = Scalar(rest, position);
        position += length;
        return node;
    }

    private readonly ManifestNode? Scalar(ReadOnlySpan<char> content, int position)
    {
        string value = content.ToString();
        return YamlScalar.IsNotFinite(value) ? null : YamlScalar.Resolve(value, PositionOf(position));
    }

    /// <summary>Passes the opening bracket, and the closing one if nothing is between them.</summary>
    private readonly bool Closes(ref int position, char bracket)
    {
        position = SkipSpaces(position + 1);
        if (position == end || text[position] != bracket)
        {
            return false;
        }

        position++;
        return true;
    }

    /// <summary>Passes a comma, after which something must come, or the closing bracket; null for anything else.</summary>
    private readonly bool? GoesOn(ref int position, char bracket)
    {
        position = SkipSpaces(position);
        char found = position < end ? text[position++] : '\0';
        position = found == ',' ? SkipSpaces(position) : position;
        return found == bracket ? false : found == ',' && position < end ? true : null;
    }

    /// <summary>Whether nothing but a comment follows.</summary>
    private readonly bool IsRestEmpty(int position)
    {
        int rest = SkipSpaces(position);
        return rest == end || (rest > position && text[rest] == '#');
    }
}
