using BatchJobs.Benchmarks.Contenders;
using BatchJobs.Benchmarks.Measuring;
using BatchJobs.InProcess;
using BatchJobs.Specs;

namespace BatchJobs.Benchmarks.Workloads;

/// <summary>W8: what Jobs cost that are suspended, and CronJobs whose time has not come.</summary>
internal static class Idle
{
    private const int MillisecondsPerMinute = 60_000;

    /// <summary>Five rounds make a minute.</summary>
    public static Workload Waiting { get; } = new(
        "W8",
        "100 000 suspended Jobs and 10 000 CronJobs that wait",
        "ms of cpu/minute",
        12_000,
        1_000,
        () => [new Engine()],
        [Target.Costs("milliseconds of processor time in a minute", 20), new Target("timers", standing => standing.Ours.Tail, 1)]);

    private sealed class Engine : Ours
    {
        private const int Jobs = 100_000;
        private const int CronJobs = 10_000;

        private long timersBefore;

        public override string Setup => "in-process executor, in-memory store; timers are those that the engine added to the process";

        protected override IPodHandler Handler => Body.Empty;

        public override async ValueTask PrepareAsync()
        {
            timersBefore = Timer.ActiveCount;
            await base.PrepareAsync();
            JobSpec spec = Spec(1, 1);
            JobSpec suspended = spec with { Suspend = true };
            for (int job = 0; job < Jobs; job++)
            {
                await Engine.CreateAsync(Make(NextName(), suspended));
            }

            // Due at different minutes of a day in February that most years do not have.
            for (int job = 0; job < CronJobs; job++)
            {
                await Engine.CreateCronJobAsync(new CronJob
                {
                    Metadata = new ObjectMeta { Name = NextName() },
                    Spec = new CronJobSpec { Schedule = $"{job % 60} {job / 60 % 24} 29 2 *", JobTemplate = new JobTemplateSpec { Spec = spec } },
                });
            }
        }

        /// <param name="items">How many milliseconds long.</param>
        public override async Task<Sample> RunAsync(int items)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            TimeSpan before = Environment.CpuUsage.TotalTime;
            using (var end = new PeriodicTimer(TimeSpan.FromMilliseconds(items)))
            {
                await end.WaitForNextTickAsync();
            }

            double used = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
            return new Sample(used * MillisecondsPerMinute / items, 0, Timer.ActiveCount - timersBefore);
        }
    }
}
