using System.Globalization;
using BatchJobs.Benchmarks.Contenders;
using BatchJobs.Benchmarks.Measuring;
using BatchJobs.Client;
using BatchJobs.InProcess;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Benchmarks.Workloads;

/// <summary>What a pod and a Job cost against completions, parallelism, Jobs and watchers, over three decades.</summary>
internal static class Scaling
{
    private const int Pods = 100_000;

    public static Workload Completions { get; } = new(
        "C1", "cost of a pod against completions", "ns/pod", Pods, Pods / 10,
        () => [.. Decades(1_000).Select(completions => new OneSize($"{Text(completions)} completions", completions, 4))],
        [Flat("1 000 000 completions", "1 000 completions")]);

    public static Workload Parallelism { get; } = new(
        "C2", "cost of a pod against parallelism", "ns/pod", Pods, Pods / 10,
        () => [.. Decades(1).Select(parallelism => new OneSize($"{Text(parallelism)} at once", 100_000, parallelism))],
        [Flat("1 000 at once", "1 at once")]);

    public static Workload Jobs { get; } = new(
        "C3", "cost of a Job of one pod against Jobs that are kept", "ns/Job", 2_000, 500,
        () => [.. Decades(10).Select(kept => new BesideOthers(kept))],
        [Flat("10 000 others", "10 others")]);

    /// <summary>W9: a busy Job that is watched; one of the watchers never reads.</summary>
    public static Workload Watchers { get; } = new(
        "W9", "one busy Job, watched; one watcher is stuck", "ns/pod", 300_000, 30_000,
        () => [new Watched(100), new Watched(0), new Watched(1), new Watched(10)],
        [new Target("cost against nobody watching", standing => standing.Ours.Cost / standing["0 watchers"].Cost, 1.1)]);

    private static IEnumerable<int> Decades(int first) => [first, first * 10, first * 100, first * 1_000];

    private static Target Flat(string most, string least) => new($"{most} against {least}", standing => standing[most].Cost / standing[least].Cost, 1.5);

    private static string Text(int number) => number.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ');

    private sealed class OneSize(string name, int completions, int parallelism) : Ours
    {
        public override string Name => name;

        protected override IPodHandler Handler => Body.Empty;

        /// <summary>As many Jobs as it takes to get as many pods.</summary>
        public override Task<Sample> RunAsync(int items)
        {
            int jobs = Math.Max(1, items / completions);
            return Gauge.ThroughputAsync(jobs * completions, async () =>
            {
                for (int i = 0; i < jobs; i++)
                {
                    await RunJobAsync(Spec(completions, parallelism));
                }
            });
        }
    }

    private sealed class BesideOthers(int others) : Ours
    {
        public override string Name => $"{Text(others)} others";

        protected override IPodHandler Handler => Body.Empty;

        public override async ValueTask PrepareAsync()
        {
            await base.PrepareAsync();
            JobSpec suspended = Spec(1, 1) with { Suspend = true };
            for (int i = 0; i < others; i++)
            {
                await Engine.CreateAsync(Make(NextName(), suspended));
            }
        }

        public override Task<Sample> RunAsync(int items)
        {
            JobSpec spec = Spec(1, 1);
            return Gauge.ThroughputAsync(items, async () =>
            {
                for (int i = 0; i < items; i++)
                {
                    await RunJobAsync(spec);
                }
            });
        }
    }

    private sealed class Watched(int watchers) : Ours
    {
        public override string Name => $"{watchers} watchers";

        protected override IPodHandler Handler => Body.Empty;

        public override async Task<Sample> RunAsync(int items)
        {
            JobKey key = new(NextName());
            using var over = new CancellationTokenSource();
            Task[] watching = [.. Enumerable.Range(0, watchers).Select(watcher => Task.Run(() => WatchAsync(key, watcher == 0, over.Token)))];
            JobSpec spec = Spec(items);
            Sample sample = await Gauge.ThroughputAsync(items, async () =>
            {
                await Engine.CreateAsync(Make(key.Name, spec));
                await Engine.WaitAsync(key);
            });
            await over.CancelAsync();
            await Task.WhenAll(watching);
            return sample;
        }

        private async Task WatchAsync(JobKey key, bool stuck, CancellationToken over)
        {
            try
            {
                await foreach (JobChange change in Engine.WatchAsync(new JobWatchOptions { Key = key }, over))
                {
                    if (stuck)
                    {
                        await Task.Delay(Timeout.Infinite, over);
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // The round is over.
            }
        }
    }
}
