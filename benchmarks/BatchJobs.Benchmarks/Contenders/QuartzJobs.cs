using BatchJobs.Benchmarks.Measuring;
using Quartz;

namespace BatchJobs.Benchmarks.Contenders;

/// <summary>Jobs of Quartz.NET, each with a trigger that fires at once.</summary>
/// <param name="itemsPerJob">How many make a Job.</param>
/// <param name="latency">Whether each waits for the one before.</param>
/// <param name="share">Which part of the items is enough to know what one costs.</param>
internal sealed class QuartzJobs(int itemsPerJob = 1, bool latency = false, double share = 0.02) : Contender
{
    private static Countdown current = new(0);

    private IScheduler scheduler = null!;
    private long numbers;

    public override string Name => "Quartz";

    public override string Setup => "RAM store, thread pool of 4, one job and one trigger that starts now for each item";

    public override double Share => share;

    public override async ValueTask PrepareAsync()
    {
        scheduler = await QuartzSchedulerBuilder.Create(quartz =>
        {
            quartz.UseInMemoryStore();
            quartz.UseDefaultThreadPool(pool => pool.MaxConcurrency = ChannelLoop.Workers);
        }).BuildScheduler();
        await scheduler.Start();
    }

    public override Task<Sample> RunAsync(int items) => latency
        ? Gauge.LatencyAsync(items, async _ =>
        {
            current = new Countdown(1);
            await ScheduleAsync();
            await current.Done.Task;
        })
        : Gauge.ThroughputAsync(items, async () =>
        {
            current = new Countdown(items * itemsPerJob);
            for (int item = 0; item < items * itemsPerJob; item++)
            {
                await ScheduleAsync();
            }

            await current.Done.Task;
        });

    public override async ValueTask DisposeAsync()
    {
        await scheduler.Shutdown();
        await base.DisposeAsync();
    }

    private ValueTask<DateTimeOffset> ScheduleAsync()
    {
        string name = (++numbers).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return scheduler.ScheduleJob(
            JobBuilder.Create<Item>().WithIdentity(name).Build(),
            TriggerBuilder.Create().WithIdentity(name).StartNow().Build());
    }

    internal sealed class Item : IJob
    {
        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            current.Finish();
            return ValueTask.CompletedTask;
        }
    }
}
