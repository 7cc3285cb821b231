using BatchJobs.Manifests;
using YamlDotNet.Core;

namespace BatchJobs.Yaml;

/// <summary>What keeps a text from being YAML, in the words of the API server's parser.</summary>
internal static class YamlProblem
{
    /// <summary>What begins the refusal of a number that JSON does not have.</summary>
    public const string Unsupported = "unsupported value: ";

    private const string LoneTab = "found a tab character that violates indentation";

    /// <summary>What the parser says of a line that begins in a column where it can't.</summary>
    private static readonly string[] Misplaced =
        ["did not find expected key", "did not find expected '-' indicator", "did not find expected <document", "block sequence entries are not allowed"];

    /// <exception cref="ManifestSyntaxException">There is a character that no YAML has, as in a binary file.</exception>
    public static void CheckCharacters(string text)
    {
        int bad = text.AsSpan().IndexOfAny(Forbidden);
        if (bad >= 0)
        {
            int line = text.AsSpan(0, bad).Count('\n') + 1;
            int column = bad - text.AsSpan(0, bad).LastIndexOf('\n');
            throw new ManifestSyntaxException("control characters are not allowed", new ManifestPosition(line, column));
        }
    }

    /// <summary>What is wrong, the line as the API server's message counts it (if it tells), and where it really is.</summary>
    public static (string Problem, long? Line, ManifestPosition Position) Describe(YamlException exception, string text)
    {
        string message = exception.Message;
        if (message.Contains(" tab ", StringComparison.Ordinal) && IndentedByTab(text) is { } tab)
        {
            return ("found character that cannot start any token", Shown(tab.Line), tab);
        }

        if (message.Contains(" tab character that violate", StringComparison.Ordinal))
        {
            return (LoneTab, Shown((int)exception.End.Line), YamlManifestParser.PositionOf(exception.End));
        }

        int comma = message.StartsWith("While ", StringComparison.Ordinal) ? message.IndexOf(", ", StringComparison.Ordinal) : -1;
        string problem = (comma < 0 ? message : message[(comma + 2)..]).TrimEnd('.');
        problem = problem switch
        {
            "found invalid mapping" => "mapping values are not allowed in this context",
            "" => "the text is not YAML",
            _ => char.ToLowerInvariant(problem[0]) + problem[1..],
        };

        // That parser counts lines from 0 in errors of structure, and does not tell the first line.
        long line = message.StartsWith("While parsing", StringComparison.Ordinal) ? exception.End.Line - 1 : exception.End.Line;
        return (problem, exception.End.Line > 1 ? line : null, YamlManifestParser.PositionOf(exception.Start));
    }

    /// <summary>With what to do about it: most such mistakes are tabs, or lines that begin a column too far left or right.</summary>
    public static ManifestSyntaxException Advised(string problem, ManifestPosition? position, string text)
    {
        if (IndentedByTab(text) is { } tab && (position is null || tab.Line <= position.Value.Line))
        {
            return new(problem, position, $"{tab} has a tab; tabs are not allowed there, indent with spaces");
        }

        if (Advice(problem) is { } advice)
        {
            return new(problem, position, advice);
        }

        string? rule = problem switch
        {
            "mapping values are not allowed in this context" =>
                "check the indentation: the fields of an object begin in the same column; a text with a colon and a space in it needs quotes",
            _ when Misplaced.Any(start => problem.StartsWith(start, StringComparison.Ordinal)) =>
                "check the indentation: the fields of an object, and the items of a list, begin in the same column",
            _ => null,
        };
        return rule is not null && Indentation.Find(text) is { } found
            ? new(problem, found.Position, found.Suggestion)
            : new(problem, position, rule);
    }

    private static string? Advice(string problem) => problem switch
    {
        LoneTab => "leave out the tab, of which the line has nothing else",
        "invalid key indicator format" => "put a hyphen that is a text in quotes: \"-\"",
        _ when problem.StartsWith(Unsupported, StringComparison.Ordinal) => $"if it is a text, put it in quotes: \"{problem[Unsupported.Length..]}\"",
        _ => null,
    };

    private static long? Shown(int line) => line > 1 ? line : null;

    private static readonly System.Buffers.SearchValues<char> Forbidden = System.Buffers.SearchValues.Create(
        [.. Enumerable.Range(0, ' ').Select(unit => (char)unit).Except(['\t', '\n', '\r']), '\u007f', '\ufffe', '\uffff']);

    /// <summary>The parser reports tabs at the beginning of what they stand in.</summary>
    private static ManifestPosition? IndentedByTab(string text)
    {
        int line = 0;
        foreach (ReadOnlySpan<char> content in text.AsSpan().EnumerateLines())
        {
            line++;
            int indent = content.IndexOfAnyExcept(' ');
            if (indent >= 0 && content[indent] == '\t' && !content[indent..].IsWhiteSpace())
            {
                return new ManifestPosition(line, indent + 1);
            }
        }

        return null;
    }
}
