using BatchJobs.Benchmarks.Measuring;
using Hangfire;
using Hangfire.InMemory;

namespace BatchJobs.Benchmarks.Contenders;

/// <summary>Fire-and-forget jobs of Hangfire.</summary>
internal sealed class HangfireJobs(int itemsPerJob = 1, double share = 0.01) : Contender
{
    private static Countdown current = new(0);

    private InMemoryStorage storage = null!;
    private BackgroundJobServer server = null!;
    private BackgroundJobClient client = null!;

    public override string Name => "Hangfire";

    public override string Setup => "in-memory storage, 4 workers, no log, polled every 100 ms";

    public override double Share => share;

    public static void Finish() => current.Finish();

    public override ValueTask PrepareAsync()
    {
        Hangfire.Logging.LogProvider.SetCurrentLogProvider(null);
        storage = new InMemoryStorage();
        server = new BackgroundJobServer(
            new BackgroundJobServerOptions { WorkerCount = ChannelLoop.Workers, SchedulePollingInterval = TimeSpan.FromMilliseconds(100) },
            storage);
        client = new BackgroundJobClient(storage);
        return ValueTask.CompletedTask;
    }

    public override Task<Sample> RunAsync(int items) => Gauge.ThroughputAsync(items, () =>
    {
        current = new Countdown(items * itemsPerJob);
        for (int item = 0; item < items * itemsPerJob; item++)
        {
            client.Enqueue(() => Finish());
        }

        return current.Done.Task;
    });

    public override ValueTask DisposeAsync()
    {
        server.Dispose();
        storage.Dispose();
        return base.DisposeAsync();
    }
}
