using System.Globalization;
using System.Text.RegularExpressions;
using BatchJobs.Manifests;

namespace BatchJobs.Yaml;

/// <summary>Finds the first line of a broken text that begins in a column where it can't, and tells where it belongs.</summary>
/// <remarks>Reads no more than the beginning of each line; of what it does not know it says nothing.</remarks>
internal sealed partial class Indentation
{
    private readonly Stack<Level> levels = new();

    /// <summary>Whether more may come below the latest field or hyphen.</summary>
    private bool open = true;

    /// <summary>The column of what has a text in the lines below it.</summary>
    private int? textBelow;
    private bool lost;

    private Indentation()
    {
    }

    /// <returns>The place and what to do about it; null when nobody can tell.</returns>
    public static (ManifestPosition Position, string Suggestion)? Find(string text)
    {
        Indentation indentation = new();
        int line = 0;
        foreach (ReadOnlySpan<char> content in text.AsSpan().TrimStart('\uFEFF').EnumerateLines())
        {
            line++;
            if (indentation.Read(content.TrimEnd().ToString()) is { } mistake)
            {
                return (new ManifestPosition(line, mistake.Column), mistake.Suggestion);
            }

            if (indentation.lost)
            {
                return null;
            }
        }

        return null;
    }

    private (int Column, string Suggestion)? Read(string line)
    {
        int begin = line.AsSpan().IndexOfAnyExcept(' ');
        if (begin < 0 || line[begin] == '#' || (textBelow is { } above && begin + 1 > above))
        {
            return null;
        }

        textBelow = null;
        if (line is "..." or "---" || line.StartsWith("--- ", StringComparison.Ordinal))
        {
            levels.Clear();
            open = true;
            return null;
        }

        return Entry(line[begin..], begin + 1);
    }

    /// <summary>What begins in a column: a hyphen, a field, or a text, which may begin anywhere.</summary>
    private (int Column, string Suggestion)? Entry(string text, int column)
    {
        if (text == "-" || text.StartsWith("- ", StringComparison.Ordinal))
        {
            return Place("the hyphen", column, isHyphen: true) ?? ListItem(text[1..], column + 1);
        }

        if (Field().Match(text) is { Success: true } field)
        {
            string name = field.Groups["name"].Value;
            return Place(name, column, isHyphen: false) ?? Value(name, WithoutComment(text[field.Length..]), column);
        }

        open = false;
        return null;
    }

    private (int Column, string Suggestion)? Place(string name, int column, bool isHyphen)
    {
        Level? left = null;
        while (levels.TryPeek(out Level? inner) && (inner.Column > column || (inner.Column == column && inner.IsList && !isHyphen)))
        {
            left = inner.Column > column ? inner : left;
            levels.Pop();
            open = false;
        }

        Level? around = levels.TryPeek(out Level? outer) ? outer : null;
        if (around?.Column == column && around.IsList == isHyphen)
        {
            around.Latest = name;
            return null;
        }

        if (open)
        {
            levels.Push(new Level(column, isHyphen, name));
            return null;
        }

        if (around?.Column == column)
        {
            return (column, $"{name} stands beside {around.Latest}: the items of a list stand below a field without a value");
        }

        string[] places = [.. new[] { left, around }.OfType<Level>().Select(level => $"{Column(level.Column)}, where {level.Latest} begins")];
        lost = places.Length == 0;
        return lost ? null : (column, $"{name} begins in {Column(column)}: move it to {string.Join(", or to ", places)}");
    }

    /// <summary>What stands behind a hyphen on its line.</summary>
    private (int Column, string Suggestion)? ListItem(string rest, int column)
    {
        string text = WithoutComment(rest);
        open = true;
        if (text.Length == 0)
        {
            return null;
        }

        bool isValue = text[0] is '|' or '>' or '[' or '{' or '"' or '\'' or '&' or '!';
        return isValue && !Field().IsMatch(text)
            ? Value(null, text, column)
            : Entry(text, column + rest.IndexOf(text[0], StringComparison.Ordinal));
    }

    /// <summary>What stands behind a colon on its line, or behind a hyphen if it is no field.</summary>
    private (int Column, string Suggestion)? Value(string? field, string text, int column)
    {
        open = text.Length == 0 || text[0] is '&' or '!';
        if (open)
        {
            return null;
        }

        switch (text[0])
        {
            case '|' or '>':
                textBelow = levels.Peek().Column;
                return null;
            case '[' or '{' or '"' or '\'':
                // What goes on in the lines below is not looked at.
                lost = text.Length == 1 || text[^1] != text[0] switch { '[' => ']', '{' => '}', var quote => quote };
                return null;
            default:
                return text.Contains(": ", StringComparison.Ordinal) || text[^1] == ':'
                    ? (column, $"put the value of {field} in quotes, or on lines of its own")
                    : null;
        }
    }

    private static string Column(int column) => string.Create(CultureInfo.InvariantCulture, $"column {column}");

    private static string WithoutComment(string text) => Comment().Replace(text, "").Trim(' ');

    [GeneratedRegex(@"^(""(?<name>[^""]*)""|'(?<name>[^']*)'|(?<name>[A-Za-z0-9_./-]+))\s*:(?= |$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Field();

    [GeneratedRegex(@"(^|\s)#.*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Comment();

    /// <summary>The fields of an object, or the hyphens of a list, which begin in one column.</summary>
    private sealed class Level(int column, bool isList, string latest)
    {
        public int Column { get; } = column;

        public bool IsList { get; } = isList;

        /// <summary>What began there last.</summary>
        public string Latest { get; set; } = latest;
    }
}
