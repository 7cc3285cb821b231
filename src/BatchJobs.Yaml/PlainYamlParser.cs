using BatchJobs.Manifests;

namespace BatchJobs.Yaml;

/// <summary>
/// Reads the YAML that most manifests are written in: blocks, lists, and values that end in their line. Gives up on everything else,
/// and on everything that is wrong, which is then read by <see cref="YamlManifestParser"/>.
/// </summary>
/// <remarks>
/// Measured: a manifest of 22 lines takes 6 us and 7 kB instead of 50 us and 39 kB, of which the scanner and the parser of YamlDotNet alone are 43 us and 26 kB (see the benchmarks, W11).
/// A property test holds the two against each other, places in the text included.
/// </remarks>
internal ref partial struct PlainYamlParser
{
    private const int MaxDepth = 64;
    private const int LongestKey = 256;

    private readonly string text;
    private readonly int deepest;

    /// <summary>Where the next line begins.</summary>
    private int next;

    /// <summary>The current line, from 1; where it begins, where what stands in it begins, where it ends.</summary>
    private int line;
    private int start;
    private int at;
    private int end;

    /// <summary>The document is over.</summary>
    private bool isOver;

    private PlainYamlParser(string text, int maxDepth)
    {
        this.text = text;
        deepest = Math.Min(maxDepth, MaxDepth);
    }

    /// <summary>The column of the current line's content, from 0; -1 at the end of the document.</summary>
    private readonly int Column => isOver ? -1 : at - start;

    private readonly bool IsMarker => at == start && text.AsSpan(start, end - start) is "---";

    private readonly bool IsEntry => !isOver && IsEntryAt(at);

    /// <summary>The documents of a text; null for what is left to the other parser.</summary>
    public static List<ManifestNode>? TryParse(string text, int maxDepth)
    {
        if (text.AsSpan().ContainsAnyExcept(Usual))
        {
            return null;
        }

        var parser = new PlainYamlParser(text, maxDepth);
        var documents = new List<ManifestNode>(1);
        parser.Next();
        do
        {
            if (parser.IsMarker)
            {
                parser.Next();
            }

            if (parser.isOver || parser.Block(0) is not { } root || !parser.isOver)
            {
                return null;
            }

            documents.Add(root);
        }
        while (parser.IsMarker);
        return documents;
    }

    private ManifestNode? Block(int depth) => depth > deepest ? null : IsEntry ? Sequence(depth) : Mapping(depth);

    private ManifestNode? Mapping(int depth)
    {
        int column = Column;
        var node = new ManifestNode(ManifestNodeKind.Object, PositionOf(at));
        do
        {
            if (KeyLengthAt(at) is not { } length)
            {
                return null;
            }

            string key = text.Substring(at, length);
            ManifestPosition position = PositionOf(at);
            if (Value(at + length + 1, column, depth + 1, mayBeEntry: true) is not { } value)
            {
                return null;
            }

            node.Members.Add(new ManifestMember(key, position, value));
        }
        while (Column == column);
        return Column < column && Sort(node.Members) ? node : null;
    }

    private ManifestNode? Sequence(int depth)
    {
        int column = Column;
        var node = new ManifestNode(ManifestNodeKind.Array, PositionOf(at));
        do
        {
            int item = SkipSpaces(at + 1);
            ManifestNode? value;
            if (item < end && (IsEntryAt(item) || KeyLengthAt(item) is not null))
            {
                at = item;
                value = Block(depth + 1);
            }
            else
            {
                value = Value(at + 1, column, depth + 1, mayBeEntry: false);
            }

            if (value is null)
            {
                return null;
            }

            node.Items.Add(value);
        }
        while (Column == column && IsEntry);
        return Column <= column ? node : null;
    }

    /// <summary>What follows a colon or a hyphen, in the line or below it; afterwards the current line is the one behind it.</summary>
    private ManifestNode? Value(int from, int column, int depth, bool mayBeEntry)
    {
        int position = SkipSpaces(from);
        if (position == end || text[position] == '#')
        {
            Next();
            return Column > column || (mayBeEntry && Column == column && IsEntry) ? Block(depth) : null;
        }

        if (depth > deepest || Inline(ref position, depth) is not { } value || !IsRestEmpty(position))
        {
            return null;
        }

        Next();
        return Column <= column ? value : null;
    }

    /// <summary>Goes to the next line that is neither empty nor a comment.</summary>
    private void Next()
    {
        while (next < text.Length)
        {
            line++;
            start = next;
            int length = text.AsSpan(start).IndexOf('\n');
            end = length < 0 ? text.Length : start + length;
            next = Math.Min(end + 1, text.Length);
            at = SkipSpaces(start);
            if (at < end && text[at] != '#')
            {
                isOver = IsMarker;
                return;
            }
        }

        at = start = end = text.Length;
        isOver = true;
    }

    private readonly bool IsEntryAt(int position) => text[position] == '-' && (position + 1 == end || text[position + 1] == ' ');

    private readonly int SkipSpaces(int position)
    {
        while (position < end && text[position] == ' ')
        {
            position++;
        }

        return position;
    }

    private readonly ManifestPosition PositionOf(int position) => new(line, position - start + 1);

    /// <summary>Sorts members by name; false if one is there twice.</summary>
    private static bool Sort(List<ManifestMember> members)
    {
        members.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
        for (int index = 1; index < members.Count; index++)
        {
            if (members[index].Name == members[index - 1].Name)
            {
                return false;
            }
        }

        return true;
    }
}
