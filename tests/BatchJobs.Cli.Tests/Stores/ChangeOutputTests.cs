using System.Text.Json.Nodes;
using BatchJobs.Cli.Tests.Support;

namespace BatchJobs.Cli.Tests.Stores;

/// <summary>What verbs say of what they change, and whom they mean.</summary>
public sealed class ChangeOutputTests : IAsyncDisposable
{
    private readonly StoreBench bench = new();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task Every_verb_that_changes_gives_the_name_or_the_object_to_those_who_ask()
    {
        string job = bench.Write("one.yaml", ShellJob.Manifest("one", "true", "suspend: true"));

        Assert.Equal("job.batch/one", await SaidAsync("create", "-f", job, "-o", "name"));
        Assert.Equal(2, (int?)JsonNode.Parse(await SaidAsync("scale", "one", "--parallelism", "2", "-o", "json"))!["spec"]!["parallelism"]);
        Assert.Contains("\n  suspend: false", await SaidAsync("resume", "one", "-o", "yaml"), StringComparison.Ordinal);
        Assert.Equal("job.batch/one", await SaidAsync("suspend", "one", "-o", "name"));
        Assert.Equal("cronjob.batch/nightly-report", await SaidAsync("create", "-f", Repository.File("samples/manifests/nightly-report.yaml"), "-o", "name"));
        Assert.True((bool?)JsonNode.Parse(await SaidAsync("cron", "suspend", "nightly-report", "-o", "json"))!["spec"]!["suspend"]);
        Assert.Equal("job.batch/tonight", await SaidAsync("cron", "trigger", "nightly-report", "--name", "tonight", "-o", "name"));
        Assert.Equal("job.batch/one", await SaidAsync("delete", "one", "-o", "name"));
    }

    [Fact]
    public async Task What_is_selected_is_described_explained_and_changed_as_a_whole()
    {
        string two = bench.Write("two.yaml", $"{Labelled("a")}---\n{Labelled("b")}");
        string created = await SaidAsync("create", "-f", two, "-o", "yaml");
        await bench.CreateAsync("other", "true", "suspend: true");
        await SaidAsync("create", "-f", Repository.File("samples/manifests/nightly-report.yaml"));

        Assert.Equal(2, created.Split("\n---\n").Length);
        Assert.Equal(["a", "b"], Values(await SaidAsync("describe", "jobs", "-l", "team=red"), "Name:"));
        Assert.Equal(["a", "b", "other"], Values(await SaidAsync("describe", "jobs", "--all"), "Name:"));
        string explained = await SaidAsync("explain", "-l", "team=red");
        Assert.Matches(@"^job.batch/a\n[^$]*\n\njob.batch/b\n", explained);
        Assert.Equal("cronjob.batch/nightly-report suspended", await SaidAsync("cron", "suspend", "--all"));
        Assert.Contains("--name: one name will not do for several", (await bench.RunAsync("retry-failed", "a", "b", "--name", "c")).Exited(2).ErrorText, StringComparison.Ordinal);
        Assert.Equal("No resources found.", (await bench.RunAsync("describe", "jobs", "-l", "team=blue")).Exited(0).ErrorText);
    }

    [Fact]
    public async Task Output_of_pods_is_selected_and_has_times_and_what_is_waited_for_is_given()
    {
        await bench.ServeAsync();
        await SaidAsync("create", "-f", bench.Write("two.yaml", $"{Labelled("a", "")}---\n{Labelled("b", "")}"));
        string[] waited = (await SaidAsync("wait", "-l", "team=red", "--for", "complete", "--timeout", "90s", "-o", "name")).Split('\n');

        Assert.Equal(["job.batch/a", "job.batch/b"], waited);
        string[] lines = (await SaidAsync("logs", "-l", "team=red", "--timestamps")).Split('\n');
        Assert.Collection(
            lines,
            line => Assert.Matches(@"^a-\w{5} \| \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z here is a$", line),
            line => Assert.Matches(@"^b-\w{5} \| \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z here is b$", line));
        Assert.Equal(lines.Length, (await SaidAsync("logs", "-l", "team=red", "--follow")).Split('\n').Length);
        Assert.Contains("\nkind: Pod\n", await SaidAsync("get", "pods", "-o", "yaml"), StringComparison.Ordinal);
        Assert.Equal(4, (await SaidAsync("events", "-o", "yaml")).Split("\n---\n").Length);
        Assert.Equal("No events found.", (await bench.RunAsync("events", "--types", "Warning")).Exited(0).ErrorText);
    }

    private static string Labelled(string name, string spec = "suspend: true") =>
        ShellJob.Manifest(name, $"echo here is {name}", spec).Replace($"  name: {name}\n", $"  name: {name}\n  labels: {{team: red}}\n", StringComparison.Ordinal);

    private static IEnumerable<string> Values(string text, string title) =>
        text.Split('\n').Where(line => line.StartsWith(title, StringComparison.Ordinal)).Select(line => line[title.Length..].Trim());

    private async Task<string> SaidAsync(params string[] arguments) => (await bench.RunAsync(arguments)).Exited(0).OutputText;
}
