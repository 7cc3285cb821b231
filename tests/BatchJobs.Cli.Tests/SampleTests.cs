using System.Globalization;
using BatchJobs.Cli.Tests.Support;

namespace BatchJobs.Cli.Tests;

/// <summary>Runs every manifest under samples; those that write do it in a folder of the test's own.</summary>
public sealed class SampleTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public SampleTests() => Directory.CreateSymbolicLink(Path.Combine(folder.Path, "samples"), Repository.File("samples"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_example_job_greets_three_times()
    {
        // Its pods sleep ten seconds for those who watch; the test does not.
        string manifest = (await File.ReadAllTextAsync(Repository.File("samples/manifests/example-job.yaml"))).Replace("sleep 10", "sleep 0.1", StringComparison.Ordinal);

        CommandResult result = (await CommandRun.RunWithInputAsync(manifest, "run", "-f", "-")).Exited(0);

        Assert.Equal(3, result.Output.Count(line => line.EndsWith("Hello, Kubernetes!", StringComparison.Ordinal)));
        Assert.Matches("^example-job +Complete +3/3 ", result.Output[^1]);
    }

    [Fact]
    public async Task The_failing_job_fails_after_two_retries_and_two_back_offs()
    {
        CommandResult result = (await RunSampleAsync("failing-job.yaml")).Exited(1);

        Assert.Equal(3, result.Output.Count(line => line.EndsWith("cannot reach the warehouse", StringComparison.Ordinal)));
        Assert.Contains("job.batch/failing-job failed: BackoffLimitExceeded: Job has reached the specified backoff limit", result.Output);

        // 10 s and 20 s, and what a busy machine adds.
        Assert.Matches(@"^failing-job +Failed +0/1 +(29|[3-5]\d)s$", result.Output[^1]);
    }

    [Fact]
    public async Task The_slices_of_the_indexed_job_add_up_to_the_whole()
    {
        (await RunSampleAsync("indexed-slices.yaml")).Exited(0);

        Dictionary<string, double> sliced = Directory.GetFiles(Path.Combine(folder.Path, "artifacts/slices"), "*.csv")
            .SelectMany(File.ReadLines)
            .Select(line => line.Split(','))
            .GroupBy(cells => cells[0], cells => double.Parse(cells[1], CultureInfo.InvariantCulture))
            .ToDictionary(region => region.Key, Enumerable.Sum);
        Dictionary<string, double> whole = File.ReadLines(Repository.File("samples/data/sales.csv")).Skip(1)
            .Select(line => line.Split(','))
            .GroupBy(cells => cells[2], cells => double.Parse(cells[4], CultureInfo.InvariantCulture) * double.Parse(cells[5], CultureInfo.InvariantCulture))
            .ToDictionary(region => region.Key, Enumerable.Sum);
        Assert.Equal(["0.csv", "1.csv", "2.csv", "3.csv"], Directory.GetFiles(Path.Combine(folder.Path, "artifacts/slices")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(whole.Keys.Order(StringComparer.Ordinal), sliced.Keys.Order(StringComparer.Ordinal));
        Assert.All(whole, region => Assert.Equal(region.Value, sliced[region.Key], 0.05));
    }

    [Fact]
    public async Task The_workers_of_the_queue_pack_every_order_once()
    {
        CommandResult result = (await RunSampleAsync("work-queue.yaml")).Exited(0);

        int packed = result.Output.Where(line => line.Contains("I packed", StringComparison.Ordinal))
            .Sum(line => int.Parse(line.Split(' ')[^2], CultureInfo.InvariantCulture));
        string[] orders = [.. File.ReadLines(Repository.File("samples/data/orders.txt")).Select(line => line.Split(' ')[0])];
        Assert.Equal(orders.Length, packed);
        Assert.Equal(orders, Directory.GetDirectories(Path.Combine(folder.Path, "artifacts/orders")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(orders, order => Assert.True(File.Exists(Path.Combine(folder.Path, "artifacts/orders", order, "receipt.txt"))));
        Assert.Matches(@"^work-queue +Complete +\d/1 of 3 ", result.Output[^1]);
    }

    [Fact]
    public async Task The_migration_fills_a_database_and_can_be_repeated()
    {
        string database = Path.Combine(folder.Path, "shop.db");
        string manifest = (await File.ReadAllTextAsync(Repository.File("samples/manifests/database-migration.yaml"))).Replace("artifacts/shop.db", database, StringComparison.Ordinal);

        CommandResult first = (await CommandRun.RunWithInputAsync(manifest, "run", "-f", "-")).Exited(0);
        CommandResult second = (await CommandRun.RunWithInputAsync(manifest, "run", "-f", "-")).Exited(0);

        Assert.Contains(first.Output, line => line.EndsWith(" | 1000 sales imported", StringComparison.Ordinal));
        Assert.Contains(second.Output, line => line.EndsWith(" | 0 sales imported", StringComparison.Ordinal));
        Assert.Equal("SQLite format 3\0"u8, File.ReadAllBytes(database).AsSpan(0, 16));
    }

    private async Task<CommandResult> RunSampleAsync(string name)
    {
        await using CommandRun run = CommandRun.Start(["run", "-f", $"samples/manifests/{name}"], directory: folder.Path);
        return await run.ResultAsync();
    }
}
