using BatchJobs.Benchmarks.Contenders;
using BatchJobs.Benchmarks.Measuring;
using BatchJobs.InProcess;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Sqlite;

namespace BatchJobs.Benchmarks.Workloads;

/// <summary>W10: what it costs that nothing is lost, against the same engine without a store and against Hangfire.</summary>
internal static class Durable
{
    private const string InMemory = "in memory";

    private static readonly TimeSpan Lag = TimeSpan.FromMilliseconds(10);

    public static Workload FewAtOnce { get; } = InOneJob("W10", "one Job in a SQLite file, four pods at a time", parallelism: 4);

    public static Workload ManyAtOnce { get; } = InOneJob("W10p", "the same, a thousand pods at a time", parallelism: 1_000);

    public static Workload ManyJobs { get; } = new(
        "W10j",
        "Jobs of one pod in a SQLite file, 100 at a time",
        "ns/Job",
        5_000,
        500,
        () => [new SmallJobs("BatchJobs", Store.Before), new SmallJobs(InMemory, Store.None), new HangfireJobs(share: 1)],
        Targets);

    public static Workload SubmittedAtOnce { get; } = new(
        "W10s",
        "20 000 Jobs of 3 pods in a SQLite file, submitted at once, all kept",
        "ns/Job",
        20_000,
        2_000,
        () => [new AllAtOnce("BatchJobs", Store.Before), new AllAtOnce(InMemory, Store.None), new HangfireJobs(AllAtOnce.Pods, share: 0.1)],
        Targets);

    private static IReadOnlyList<Target> Targets => [Target.TimesCostOf(InMemory, 3), Target.FasterThan("Hangfire", 20)];

    private enum Store
    {
        None,
        Before,
        Ahead,
    }

    private static Workload InOneJob(string id, string title, int parallelism) => new(
        id,
        title,
        "ns/pod",
        500_000,
        50_000,
        () => [new OneJob("BatchJobs", Store.Ahead, parallelism), new OneJob("each start saved first", Store.Before, parallelism), new OneJob(InMemory, Store.None, parallelism), new HangfireJobs()],
        Targets);

    /// <summary>An engine over a file of its own, or over none.</summary>
    private abstract class Stored(string name, Store store, int kept = 10_000) : Ours
    {
        private string? folder;

        public override string Name => name;

        public override string Setup => store switch
        {
            Store.None => "no store",
            Store.Before => "SQLite, safe from a loss of power",
            _ => "SQLite, safe from a loss of power, StoreLag 10 ms",
        };

        protected override IPodHandler Handler => Body.Empty;

        protected override JobEngineOptions Options => base.Options with
        {
            FinishedJobLimit = kept,
            Store = store == Store.None ? null : new SqliteJobStore(Path.Combine(folder!, "jobs.db")),
            StoreLag = store == Store.Ahead ? Lag : TimeSpan.Zero,
        };

        public override async ValueTask PrepareAsync()
        {
            folder = Directory.CreateTempSubdirectory("batchjobs-durable-").FullName;
            await base.PrepareAsync();
            await Engine.StartAsync();
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            Directory.Delete(folder!, recursive: true);
        }
    }

    private sealed class OneJob(string name, Store store, int parallelism) : Stored(name, store)
    {
        private readonly Store store = store;

        public override double Share => store == Store.Before ? 0.2 : 1;

        public override Task<Sample> RunAsync(int items) => Gauge.ThroughputAsync(items, () => RunJobAsync(Spec(items, parallelism)));
    }

    private sealed class SmallJobs(string name, Store store) : Stored(name, store)
    {
        private const int AtOnce = 100;

        public override Task<Sample> RunAsync(int items) => Gauge.ThroughputAsync(items, () =>
        {
            JobSpec spec = Spec(1, 1);
            string[] names = [.. Enumerable.Range(0, items).Select(_ => NextName())];
            return Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (name, cancellationToken) =>
            {
                await Engine.CreateAsync(Make(name, spec), cancellationToken);
                Job finished = await Engine.WaitAsync(new JobKey(name), cancellationToken);
                Expect(1, finished.Status!.Succeeded ?? 0, "pods succeeded");
            });
        });
    }

    private sealed class AllAtOnce(string name, Store store) : Stored(name, store, kept: int.MaxValue)
    {
        public const int Pods = 3;

        /// <summary>A new engine and a new file each round, since all Jobs are kept.</summary>
        public override async Task<Sample> RunAsync(int items)
        {
            await DisposeAsync();
            await PrepareAsync();
            return await SubmitAtOnceAsync(items, Pods);
        }
    }
}
