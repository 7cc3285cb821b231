using System.Threading.Channels;
using BatchJobs.Benchmarks.Contenders;
using BatchJobs.Benchmarks.Measuring;
using BatchJobs.InProcess;
using BatchJobs.Specs;

namespace BatchJobs.Benchmarks.Workloads;

/// <summary>W4: from the creation of a Job of one pod to its end, one after the other.</summary>
internal static class OneJob
{
    public static Workload Latency { get; } = new(
        "W4",
        "create one Job of one pod, wait until it is complete, repeat",
        "ns p50",
        20_000,
        2_000,
        () => [new Engine(), new Loop(), new AkkaAsk(), new QuartzJobs(latency: true, share: 0.1)],
        [
            Target.TimesCostOf(ChannelLoop.Yardstick, 8, 3),
            new Target("p99 against own p50", standing => standing.Ours.Tail / standing.Ours.Cost, 10),
            Target.FasterThan("Akka", 2),
            Target.FasterThan("Quartz", 4),
        ]);

    private sealed class Engine : Ours
    {
        protected override IPodHandler Handler => Body.Empty;

        protected override JobEngineOptions Options => new();

        public override Task<Sample> RunAsync(int items)
        {
            JobSpec spec = Spec(1, 1);
            return Gauge.LatencyAsync(items, _ => RunJobAsync(spec));
        }
    }

    private sealed class Loop : Contender
    {
        public override string Name => ChannelLoop.Yardstick;

        public override async Task<Sample> RunAsync(int items)
        {
            var channel = Channel.CreateUnbounded<TaskCompletionSource>();
            Task[] workers = [.. Enumerable.Range(0, ChannelLoop.Workers).Select(_ => Task.Run(WorkAsync))];
            Sample sample = await Gauge.LatencyAsync(items, _ =>
            {
                var job = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                channel.Writer.TryWrite(job);
                return job.Task;
            });
            channel.Writer.Complete();
            await Task.WhenAll(workers);
            return sample;

            async Task WorkAsync()
            {
                await foreach (TaskCompletionSource job in channel.Reader.ReadAllAsync())
                {
                    job.SetResult();
                }
            }
        }
    }
}
