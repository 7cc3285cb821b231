using System.Text;

namespace BatchJobs.Manifests;

/// <summary>JSON as the API server reads it: repetitions are kept, bad text in strings becomes U+FFFD, errors have its words.</summary>
internal ref partial struct JsonManifestParser
{
    private readonly ReadOnlySpan<byte> text;
    private readonly int maxDepth;
    private int offset;
    private int line = 1;
    private int column = 1;
    private int counted;

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

    private ManifestPosition Position
    {
        get
        {
            // Counted from the last position on, so that a long line is not counted again and again.
            for (; counted < offset && counted < text.Length; counted++)
            {
                column += (text[counted] & 0xC0) == 0x80 ? 0 : 1;
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

    private void SkipSpace()
    {
        while (offset < text.Length && text[offset] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            if (text[offset++] == '\n')
            {
                line++;
                column = 1;
                counted = offset;
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

    private char Peek(string context) => offset < text.Length ? (char)text[offset] : throw Unexpected(context);
}
