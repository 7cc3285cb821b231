using BatchJobs.Cli.Tests.Support;

namespace BatchJobs.Cli.Tests.Stores;

/// <summary><c>top</c> before the eyes of a person.</summary>
public sealed class TopTests : IAsyncDisposable
{
    private readonly StoreBench bench = new();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task A_terminal_shows_what_happens_until_control_c()
    {
        await bench.ServeAsync();
        await using TerminalRun top = TerminalRun.Start(bench.Store, rows: 40, "top");
        await bench.CreateAsync("later", "echo ready; sleep 600 & wait");

        await top.SeeAsync("later 0/1 Running");
        await top.SeeAsync(@"later-\w{5} +Running");
        (await bench.RunAsync("suspend", "later")).Exited(0);
        await top.SeeAsync("later 0/1 Suspended");

        Assert.Equal(0, await top.PressControlCAsync());
    }

    [Fact]
    public async Task What_goes_on_comes_first_if_there_is_not_room_for_all()
    {
        string manifests = string.Join("---\n", Enumerable.Range(10, 12).Select(number => ShellJob.Manifest($"job-{number}", "true", "completions: 0")));
        (await bench.RunAsync("create", "-f", bench.Write("many.yaml", manifests))).Exited(0);
        await bench.CreateAsync("waiting", "true", "suspend: true");
        await using TerminalRun top = TerminalRun.Start(bench.Store, rows: 20, "top");

        string shown = await top.SeeAsync("and 9 more");

        Assert.Matches(@"waiting 0/1 Suspended[^$]*job-10 0/0 Complete[^$]*and 9 more", shown);
        Assert.DoesNotContain("job-20", shown, StringComparison.Ordinal);
        Assert.Equal(0, await top.PressControlCAsync());
    }
}
