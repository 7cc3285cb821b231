using BatchJobs.Benchmarks.Measuring;
using Polly;
using Polly.Retry;

namespace BatchJobs.Benchmarks.Contenders;

/// <summary>A retry pipeline of Polly around each item of <see cref="Parallel"/>.</summary>
internal sealed class PollyRetry(Func<int, CancellationToken, ValueTask<int>> attempt, int attemptsPerItem, bool byResult) : Contender
{
    private readonly ResiliencePipeline<int> pipeline = new ResiliencePipelineBuilder<int>()
        .AddRetry(new RetryStrategyOptions<int>
        {
            MaxRetryAttempts = int.MaxValue,
            Delay = TimeSpan.Zero,
            ShouldHandle = byResult
                ? static arguments => new ValueTask<bool>(arguments.Outcome.Result != 0)
                : static arguments => new ValueTask<bool>(arguments.Outcome.Exception is not null),
        })
        .Build();

    public override string Name => "Polly";

    public override string Setup => "ForEachAsync of 4, retry without delay, static callbacks";

    public override Task<Sample> RunAsync(int items) => Gauge.ThroughputAsync(items, () => Parallel.ForEachAsync(
        Enumerable.Range(0, items / attemptsPerItem),
        new ParallelOptions { MaxDegreeOfParallelism = ChannelLoop.Workers },
        async (item, token) => await pipeline.ExecuteAsync(attempt, item, token)));
}
