using BatchJobs.Benchmarks.Measuring;
using BatchJobs.Core.Tests.Cron;

namespace BatchJobs.Benchmarks.Workloads;

/// <summary>A year of a CronJob that runs each minute, in virtual time: each Job is made, reported, completes and is deleted in its turn.</summary>
internal static class CronJobs
{
    public static Workload Year { get; } = new(
        "Y1",
        "a year of a minutely CronJob: 525 600 Jobs made, completed and trimmed",
        "ns/run",
        CronYear.Minutes,
        CronYear.Minutes / 10,
        () => [new Machine(null), new Machine("Europe/Berlin")],
        [new Target("seconds of CPU for a year", standing => standing.Ours.Cpu * CronYear.Minutes / 1e9, 0.5)]);

    private sealed class Machine(string? timeZone) : Contender
    {
        public override string Name => timeZone ?? "UTC";

        public override Task<Sample> RunAsync(int items) => Gauge.ThroughputAsync(items, () =>
        {
            var year = new CronYear(timeZone);
            year.Run(items);
            Expect(items - 3, year.Deleted, "Jobs trimmed");
            Expect(3L * items + year.Deleted - items, year.Notices, "events");
            return Task.CompletedTask;
        });
    }
}
