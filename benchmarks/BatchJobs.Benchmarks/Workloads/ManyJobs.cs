using System.Threading.Channels;
using BatchJobs.Benchmarks.Contenders;
using BatchJobs.Benchmarks.Measuring;
using BatchJobs.InProcess;

namespace BatchJobs.Benchmarks.Workloads;

/// <summary>W3: twenty thousand Jobs of three pods, submitted at once and kept.</summary>
internal static class ManyJobs
{
    private const int Pods = 3;

    public static Workload SubmittedAtOnce { get; } = new(
        "W3",
        "20 000 Jobs of 3 pods, submitted at once, all kept",
        "ns/Job",
        20_000,
        2_000,
        () => [new Engine(), new Loop(), new QuartzJobs(Pods, share: 1), new HangfireJobs(Pods, share: 1)],
        [Target.TimesCostOf(ChannelLoop.Yardstick, 15, 6), Target.FasterThan("Quartz", 30), Target.FasterThan("Hangfire", 60), Target.Allocates(2_048, 1_229)]);

    private sealed class Engine : Ours
    {
        protected override IPodHandler Handler => Body.Empty;

        /// <summary>A new engine each round, since all Jobs are kept.</summary>
        public override async Task<Sample> RunAsync(int items)
        {
            await base.DisposeAsync();
            await base.PrepareAsync();
            return await SubmitAtOnceAsync(items, Pods);
        }
    }

    /// <summary>Each Job is a record with a count of what is left; its items go through one channel.</summary>
    private sealed class Loop : Contender
    {
        public override string Name => ChannelLoop.Yardstick;

        public override string Setup => "a counter and a task for each Job";

        public override Task<Sample> RunAsync(int items) => Gauge.ThroughputAsync(items, async () =>
        {
            var channel = Channel.CreateUnbounded<Batch>(new UnboundedChannelOptions { SingleWriter = true });
            Task[] workers = [.. Enumerable.Range(0, ChannelLoop.Workers).Select(_ => Task.Run(WorkAsync))];
            Batch[] jobs = new Batch[items];
            for (int i = 0; i < items; i++)
            {
                jobs[i] = new Batch();
                for (int pod = 0; pod < Pods; pod++)
                {
                    channel.Writer.TryWrite(jobs[i]);
                }
            }

            channel.Writer.Complete();
            await Task.WhenAll(jobs.Select(job => job.Done.Task));
            await Task.WhenAll(workers);

            async Task WorkAsync()
            {
                while (await channel.Reader.WaitToReadAsync())
                {
                    while (channel.Reader.TryRead(out Batch? job))
                    {
                        if (Interlocked.Decrement(ref job.Left) == 0)
                        {
                            job.Done.SetResult();
                        }
                    }
                }
            }
        });

        private sealed class Batch
        {
            public int Left = Pods;

            public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
