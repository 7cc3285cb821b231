using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using BatchJobs.Specs;

namespace BatchJobs.Cli.Input;

/// <summary>Label selectors as kubectl takes them: <c>app=web,tier in (a,b),!canary</c>.</summary>
internal static partial class LabelSelectorText
{
    public static bool TryParse(string text, [NotNullWhen(true)] out LabelSelector? selector, [NotNullWhen(false)] out string? error)
    {
        List<LabelSelectorRequirement> requirements = [];
        selector = null;
        foreach (string term in SplitTerms(text))
        {
            if (Parse(term.Trim()) is not { } requirement)
            {
                error = $"\"{term.Trim()}\" is none of key=value, key!=value, key in (a,b), key notin (a,b), key, !key";
                return false;
            }

            requirements.Add(requirement);
        }

        error = null;
        selector = new LabelSelector { MatchExpressions = requirements };
        return true;
    }

    /// <summary>Commas in parentheses separate values, not terms.</summary>
    private static IEnumerable<string> SplitTerms(string text)
    {
        int depth = 0;
        int begin = 0;
        for (int i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (text[i] == ',' && depth == 0)
            {
                yield return text[begin..i];
                begin = i + 1;
            }
        }

        yield return text[begin..];
    }

    private static LabelSelectorRequirement? Parse(string term) =>
        Set().Match(term) is { Success: true } set ? Requirement(set, set.Groups["not"].Success ? "NotIn" : "In", [.. set.Groups["values"].Value.Split(',', StringSplitOptions.TrimEntries)])
        : Pair().Match(term) is { Success: true } pair ? Requirement(pair, pair.Groups["not"].Success ? "NotIn" : "In", [pair.Groups["value"].Value])
        : Presence().Match(term) is { Success: true } presence ? Requirement(presence, presence.Groups["not"].Success ? "DoesNotExist" : "Exists", null)
        : null;

    private static LabelSelectorRequirement Requirement(Match match, string relation, IReadOnlyList<string>? values) =>
        new() { Key = match.Groups["key"].Value, Operator = relation, Values = values };

    [GeneratedRegex(@"^(?<key>[\w./-]+)\s+(?<not>not)?in\s*\((?<values>[^()]*)\)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Set();

    [GeneratedRegex(@"^(?<key>[\w./-]+)\s*((?<not>!=)|==?)\s*(?<value>[\w.-]*)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Pair();

    [GeneratedRegex(@"^(?<not>!\s*)?(?<key>[\w./-]+)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Presence();
}
