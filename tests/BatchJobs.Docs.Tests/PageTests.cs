using System.Reflection;
using System.Text.RegularExpressions;

namespace BatchJobs.Docs.Tests;

public partial class PageTests
{
    public static TheoryData<string> Every { get; } = [.. Pages.All];

    [Theory]
    [MemberData(nameof(Every))]
    public void Every_csharp_block_of_a_page_is_compiled_here(string page)
    {
        List<string> regions = [.. Regions()];
        string elsewhere = CodeRunElsewhere(page);

        Assert.All(Pages.Blocks(page, "csharp"), block => Assert.True(regions.Contains(block) || elsewhere.Contains(Flat(block), StringComparison.Ordinal), block));
    }

    /// <summary>The code of a page whose assembly has tests that run it as it stands.</summary>
    private static string CodeRunElsewhere(string page)
    {
        string project = Path.GetFileName(Path.GetDirectoryName(page)) ?? "";
        string tests = Path.Combine(Pages.Root, "tests", $"{project}.Tests", "ReadmeTests.cs");
        return File.Exists(tests) ? Flat(File.ReadAllText(tests)) : "";
    }

    private static string Flat(string code) => string.Join('\n', code.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Text in no language is output or a drawing. Whatever else there is has a test of its own.</summary>
    [Theory]
    [MemberData(nameof(Every))]
    public void A_page_has_no_block_that_no_test_looks_at(string page)
    {
        Assert.All(Pages.Blocks(page), block => Assert.Contains(block.Language, (string[])["", "csharp", "console", "yaml", "json", "mermaid"]));
        Assert.Equal(2 * Pages.Blocks(page).Count(), Pages.Text(page).Split('\n').Count(line => line.TrimStart().StartsWith("```", StringComparison.Ordinal)));
        Assert.DoesNotMatch(@"\n\n {4,}\S", Pages.Blocks(page).Aggregate(Pages.Text(page), (text, block) => text.Replace(block.Text, "", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_pages_of_all_folders_are_looked_at() =>
        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal) { "README.md", "CHANGELOG.md", "src/BatchJobs/README.md", "samples/OnKubernetes/README.md", "tests/cluster/README.md" },
            Pages.All.ToHashSet(StringComparer.Ordinal));

    [Fact]
    public void The_front_page_has_code() => Assert.NotEmpty(Pages.Blocks("README.md", "csharp"));

    [Fact]
    public void The_front_page_lists_every_sample()
    {
        string page = Pages.Text("README.md");

        Assert.All(Directory.GetFiles(Path.Combine(Pages.Root, "samples"), "*.csproj", SearchOption.AllDirectories), project =>
            Assert.Contains($"](samples/{Path.GetFileNameWithoutExtension(project)}/", page, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void Every_link_and_every_path_on_a_page_leads_somewhere(string page)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Pages.Root, page))!;
        IEnumerable<string> links = Link().Matches(Pages.Text(page)).Select(link => link.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#'));

        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(folder, link)), $"{page} links to {link}"));
        Assert.All(
            RepositoryPath().Matches(Pages.Text(page)).Select(path => path.Value),
            path => Assert.True(Path.Exists(Path.Combine(Pages.Root, path)), $"{page} speaks of {path}"));
    }

    /// <summary>The regions of the compiled files, without the indentation they have there; those of one name make one text.</summary>
    private static IEnumerable<string> Regions()
    {
        Assembly assembly = typeof(PageTests).Assembly;
        foreach (string file in assembly.GetManifestResourceNames())
        {
            using StreamReader reader = new(assembly.GetManifestResourceStream(file)!);
            foreach (IGrouping<string, Match> parts in Region().Matches(reader.ReadToEnd().ReplaceLineEndings("\n")).GroupBy(region => region.Groups["name"].Value))
            {
                yield return string.Join('\n', parts.Select(Unindented));
            }
        }
    }

    private static string Unindented(Match region)
    {
        string indentation = region.Groups["indentation"].Value;
        return string.Concat(region.Groups["text"].Value.Split('\n')[..^1].Select(line =>
            (line.StartsWith(indentation, StringComparison.Ordinal) ? line[indentation.Length..] : line) + "\n"));
    }

    [GeneratedRegex(@"^(?<indentation> *)#region (?<name>[\w-]+)\n(?<text>.*?)^ *#endregion$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Region();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![\w/.-])(src|samples|tests|benchmarks)/[\w./-]*\w", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RepositoryPath();
}
