using BatchJobs.Benchmarks.Contenders;
using BatchJobs.Benchmarks.Measuring;
using BatchJobs.InProcess;
using BatchJobs.Specs;

namespace BatchJobs.Benchmarks.Workloads;

/// <summary>W1: one Job with a million completions, four pods at a time.</summary>
internal static class Completions
{
    public static Workload Synchronous { get; } = new(
        "W1",
        "one Job of 1 000 000 completions, the handler returns at once",
        "ns/pod",
        1_000_000,
        100_000,
        () => [new Engine(Body.Empty), new ChannelLoop(Nothing), new ForEachAsync(Nothing), new DataflowBlock(Nothing), new AkkaActors(), new QuartzJobs(), new HangfireJobs()],
        [Target.TimesCostOf(ChannelLoop.Yardstick, 5, 2), Target.FasterThan("Quartz", 100), Target.FasterThan("Hangfire", 300), Target.Allocates(128, 64)]);

    public static Workload Indexed { get; } = new(
        "W1i",
        "the same, Indexed",
        "ns/pod",
        1_000_000,
        100_000,
        () => [new Engine(Body.Empty, CompletionMode.Indexed), new ChannelLoop(Nothing)],
        [Target.TimesCostOf(ChannelLoop.Yardstick, 5, 2), Target.Allocates(128, 64)]);

    public static Workload Yielding { get; } = new(
        "W1y",
        "the same, the handler yields once",
        "ns/pod",
        300_000,
        30_000,
        () => [new Engine(Body.Yielding), new ChannelLoop(YieldAsync), new ForEachAsync(YieldAsync), new DataflowBlock(YieldAsync)],
        [Target.TimesCostOf(ChannelLoop.Yardstick, 1.5, 1.1)]);

    private static ValueTask<int> Nothing(int item) => new(0);

    private static async ValueTask<int> YieldAsync(int item)
    {
        await Task.Yield();
        return 0;
    }

    private sealed class Engine(Body body, CompletionMode? mode = null) : Ours
    {
        protected override IPodHandler Handler => body;

        public override Task<Sample> RunAsync(int items) => Gauge.ThroughputAsync(items, () => RunJobAsync(Spec(items) with { CompletionMode = mode }));
    }
}
