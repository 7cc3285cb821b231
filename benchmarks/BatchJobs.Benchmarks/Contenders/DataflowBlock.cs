using System.Threading.Tasks.Dataflow;
using BatchJobs.Benchmarks.Measuring;

namespace BatchJobs.Benchmarks.Contenders;

/// <summary>An action block of TPL Dataflow.</summary>
internal sealed class DataflowBlock(Func<int, ValueTask<int>> handler) : Contender
{
    public override string Name => "Dataflow";

    public override string Setup => "ActionBlock, MaxDegreeOfParallelism 4, SingleProducerConstrained";

    public override Task<Sample> RunAsync(int items) => Gauge.ThroughputAsync(items, async () =>
    {
        int done = 0;
        var block = new ActionBlock<int>(
            async item =>
            {
                await handler(item);
                Interlocked.Increment(ref done);
            },
            new ExecutionDataflowBlockOptions { MaxDegreeOfParallelism = ChannelLoop.Workers, SingleProducerConstrained = true });
        for (int item = 0; item < items; item++)
        {
            block.Post(item);
        }

        block.Complete();
        await block.Completion;
        Expect(items, done, "items done");
    });
}
