using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace BatchJobs.Analyzers.Tests;

/// <summary>The page of the rules: a line that names a rule breaks it, the others break none.</summary>
public partial class ReadmeTests
{
    public static TheoryData<string> Blocks { get; } =
    [
        """
        handlers.Add("fetch", async pod => await http.GetStringAsync(address));                         // BJ0001
        handlers.Add("fetch-well", async pod => await http.GetStringAsync(address, pod.CancellationToken));
        """,
        """
        handlers.Add("pause", pod => { Thread.Sleep(100); return Task.CompletedTask; });                // BJ0002
        handlers.Add("pause-well", async pod => await Task.Delay(100, pod.CancellationToken));
        handlers.AddBlocking("old-code", pod => Thread.Sleep(100));
        """,
        """
        Job bad = JobBuilder.NonIndexed("import", completions: 3).BackoffLimitPerIndex(2);              // BJ0003
        Job good = JobBuilder.Indexed("import", completions: 3).BackoffLimitPerIndex(2);
        """,
        """
        CronJob bad = CronJobBuilder.Every("0 0 2 * * *", job);                                         // BJ0004
        CronJob good = CronJobBuilder.Every("0 2 * * *", job);
        """,
        """
        var leaky = new JobEngine(executor);                                                            // BJ0005
        await using var engine = new JobEngine(executor);
        """,
    ];

    [Theory]
    [MemberData(nameof(Blocks))]
    public async Task A_line_is_warned_of_as_it_says(string block)
    {
        string before = """
            class Program
            {
                static async Task UseAsync(PodHandlers handlers, HttpClient http, string address, JobBuilder job, IPodExecutor executor)
                {
                    await Task.Yield();

            """;
        IReadOnlyList<Diagnostic> found = await Analysis.OfAsync($"{before}{block}\n    }}\n}}");

        int first = before.Count(character => character == '\n');
        IEnumerable<string> expected = block.Split('\n').SelectMany((line, number) => Rule().Matches(line).Select(rule => $"{number}: {rule.Groups["id"].Value}"));
        Assert.Equal(expected, found.Select(diagnostic => $"{diagnostic.Location.GetLineSpan().StartLinePosition.Line - first}: {diagnostic.Id}"));
    }

    [Fact]
    public void The_page_has_just_these_blocks()
    {
        string page = File.ReadAllText(RulesTests.Page).ReplaceLineEndings("\n");
        Assert.Equal(Blocks.Select(block => block.Data), Block().Matches(page).Select(block => block.Groups["text"].Value));
    }

    [GeneratedRegex(@"// (?<id>BJ\d+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rule();

    [GeneratedRegex(@"^```csharp\n(?<text>.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();
}
