using BatchJobs.Client;
using BatchJobs.InProcess;
using BatchJobs.Manifests;
using BatchJobs.Specs;
using BatchJobs.Sqlite.Tests.Support;

namespace BatchJobs.Sqlite.Tests.Meddling;

/// <summary>Whatever many people do to Jobs that run, and however often the application is started again: what a Job says of itself is what happened.</summary>
public sealed class MeddlingTests : IDisposable
{
    private const int Jobs = 400;
    private const int Lives = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder folder = new();
    private readonly Witness witness = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task A_Job_counts_what_its_pods_did_and_keeps_it(int storeLag)
    {
        var lag = TimeSpan.FromMilliseconds(storeLag);
        for (int life = 0; life < Lives; life++)
        {
            await using JobEngine engine = await OpenAsync(lag);
            await LiveAsync(engine, life);
        }

        Dictionary<string, string> before;
        await using (JobEngine engine = await OpenAsync(lag))
        {
            await FinishAsync(engine);
            before = await DescribeAsync(engine);
        }

        await using JobEngine again = await OpenAsync(lag);
        Assert.NotEmpty(before);
        Assert.Equal(before, await DescribeAsync(again));
    }

    private async Task<JobEngine> OpenAsync(TimeSpan lag)
    {
        var executor = new InProcessPodExecutor();
        executor.Handlers.Add(Witness.Image, witness.RunAsync);
        var store = new SqliteJobStore(folder["jobs.db"], new SqliteStoreOptions { Durability = SqliteDurability.ProcessCrash });
        var engine = new JobEngine(executor, new JobEngineOptions { Store = store, StoreLag = lag, PodFailureBackoff = PodFailureBackoff.None });
        await engine.StartAsync();
        return engine;
    }

    /// <summary>Creates Jobs while three others meddle with all there are.</summary>
    private static async Task LiveAsync(JobEngine engine, int life)
    {
        using var over = new CancellationTokenSource();
        Task[] meddlers = [.. Enumerable.Range(0, 3).Select(number => Task.Run(() => new Meddler(engine, new Random((life * 10) + number), Jobs).MeddleAsync(over.Token)))];
        var dice = new JobDice(new Random(life));
        for (int number = Jobs * life / Lives; number < Jobs * (life + 1) / Lives; number++)
        {
            await engine.CreateAsync(dice.Next($"job-{number}"));
        }

        await over.CancelAsync();
        await Task.WhenAll(meddlers).WaitAsync(Patience);
    }

    private async Task FinishAsync(JobEngine engine)
    {
        foreach (Job job in await ListAsync(engine))
        {
            if (!job.IsFinished())
            {
                await engine.PatchAsync(job.Key(), new JobPatch { Suspend = false, Parallelism = 2 }.ToJson());
            }

            witness.Check(await engine.WaitForReportAsync(job.Key()).WaitAsync(Patience));
        }
    }

    private static async Task<Dictionary<string, string>> DescribeAsync(JobEngine engine) =>
        (await ListAsync(engine)).ToDictionary(job => job.Metadata.Name!, job => ManifestWriter.Write(job), StringComparer.Ordinal);

    private static async Task<IReadOnlyList<Job>> ListAsync(JobEngine engine) => (await engine.ListAsync(new JobListOptions { Limit = Jobs })).Items;
}
