using System.Runtime.InteropServices;
using BatchJobs.Cli.Tests.Support;

namespace BatchJobs.Cli.Tests.Stores;

/// <summary><c>run</c> with a store, and with CronJobs.</summary>
public sealed class DurableRunTests : IAsyncDisposable
{
    private readonly StoreBench bench = new();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task An_interrupted_run_goes_on_when_it_is_run_again()
    {
        string manifest = bench.Write("job.yaml", ShellJob.Manifest(
            "work",
            "if mkdir first; then echo waiting; sleep 600 & wait; else echo second; fi",
            "backoffLimit: 0",
            "terminationGracePeriodSeconds: 1"));
        await using (CommandRun first = bench.Start("run", "-f", manifest))
        {
            await first.OutputLineAsync("waiting");
            Assert.Equal("job.batch/work", (await bench.RunAsync("get", "jobs", "-o", "name")).Exited(0).OutputText);
            first.Signal(PosixSignal.SIGTERM);
            (await first.ResultAsync()).Exited(130);
        }

        CommandResult second = (await bench.RunAsync("run", "-f", manifest, "--store", bench.Store)).Exited(0);
        Assert.Contains("job.batch/work goes on as the store has it", second.Error);
        Assert.Contains(second.Output, line => line.EndsWith(" | second", StringComparison.Ordinal));
        Assert.Contains(second.Output, line => line.Contains(" Completed: ", StringComparison.Ordinal));

        CommandResult third = (await bench.RunAsync("run", "-f", manifest)).Exited(0);
        Assert.DoesNotContain(third.Output, line => line.EndsWith(" | second", StringComparison.Ordinal));
        Assert.DoesNotContain(third.Output, line => line.Contains("created", StringComparison.OrdinalIgnoreCase) || line.Contains(" Completed: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_leaves_the_usual_store_alone_if_it_is_told_so_or_runs_on_a_cluster()
    {
        string manifest = bench.Write("job.yaml", ShellJob.Manifest("alone", "true"));

        (await bench.RunAsync("run", "-f", manifest, "--store", "")).Exited(0);
        CommandResult cluster = (await bench.RunAsync("run", "-f", manifest, "--native", "--kubeconfig", "none")).Exited(2);

        Assert.False(File.Exists(bench.Store));
        Assert.DoesNotContain("--store", cluster.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_on_a_store_that_is_served_says_how_to_hand_the_Job_over()
    {
        await bench.ServeAsync();
        string manifest = bench.Write("job.yaml", ShellJob.Manifest("extra", "true"));

        CommandResult run = (await bench.RunAsync("run", "-f", manifest)).Exited(3);

        Assert.Contains("batchjobs create -f FILE", run.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_nightly_report_counts_the_sales_of_every_region()
    {
        Directory.CreateSymbolicLink(Path.Combine(bench.Folder, "samples"), Repository.File("samples"));
        string manifest = (await File.ReadAllTextAsync(Repository.File("samples/manifests/nightly-report.yaml"), TestContext.Current.CancellationToken))
            .Replace("\"30 2 * * *\"", "\"@every 1s\"", StringComparison.Ordinal)
            .Replace("  timeZone: Europe/Berlin\n", "", StringComparison.Ordinal);
        await using CommandRun run = bench.Start("run", "-f", bench.Write("report.yaml", manifest));

        await run.OutputLineAsync("regions are in artifacts/reports/");
        run.Signal(PosixSignal.SIGINT);
        (await run.ResultAsync()).Exited(130);

        string[][] report = [.. File.ReadLines(Directory.GetFiles(Path.Combine(bench.Folder, "artifacts/reports"), "*.csv")[0]).Select(line => line.Split(','))];
        string[][] sales = [.. File.ReadLines(Repository.File("samples/data/sales.csv")).Skip(1).Select(line => line.Split(','))];
        Assert.Equal(
            sales.CountBy(cells => cells[2]).OrderBy(region => region.Key, StringComparer.Ordinal).Select(region => $"{region.Key} {region.Value}"),
            report.Select(cells => $"{cells[0]} {cells[1]}"));
    }
}
