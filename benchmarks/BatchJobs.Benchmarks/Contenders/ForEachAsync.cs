using BatchJobs.Benchmarks.Measuring;

namespace BatchJobs.Benchmarks.Contenders;

/// <summary><see cref="Parallel"/> over a range.</summary>
internal sealed class ForEachAsync(Func<int, ValueTask<int>> handler) : Contender
{
    public override string Name => "ForEachAsync";

    public override string Setup => "MaxDegreeOfParallelism 4";

    public override Task<Sample> RunAsync(int items) => Gauge.ThroughputAsync(items, () => Parallel.ForEachAsync(
        Enumerable.Range(0, items),
        new ParallelOptions { MaxDegreeOfParallelism = ChannelLoop.Workers },
        async (item, _) => await handler(item)));
}
