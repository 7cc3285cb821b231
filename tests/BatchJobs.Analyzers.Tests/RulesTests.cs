using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace BatchJobs.Analyzers.Tests;

public class RulesTests
{
    /// <summary>Where the page of the rules is.</summary>
    internal static string Page { get; } = Path.Combine(Folder(), "README.md");

    private static DiagnosticDescriptor[] All { get; } =
        [.. Analysis.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Distinct().OrderBy(rule => rule.Id, StringComparer.Ordinal)];

    [Fact]
    public void Every_rule_has_a_number_of_its_own_and_says_more_than_its_message()
    {
        Assert.Equal(["BJ0001", "BJ0002", "BJ0003", "BJ0004", "BJ0005"], All.Select(rule => rule.Id));
        Assert.All(All, rule => Assert.NotEqual("", rule.Description.ToString()));
    }

    [Fact]
    public void Every_rule_links_to_its_section_of_the_page()
    {
        string page = File.ReadAllText(Page);
        Assert.All(All, rule =>
        {
            Assert.EndsWith($"/src/BatchJobs.Analyzers/README.md#{rule.Id.ToLowerInvariant()}", rule.HelpLinkUri, StringComparison.Ordinal);
            Assert.Contains($"\n## {rule.Id}\n\n{rule.Title}.", page.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        });
    }

    private static string Folder([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "src", "BatchJobs.Analyzers");
}
