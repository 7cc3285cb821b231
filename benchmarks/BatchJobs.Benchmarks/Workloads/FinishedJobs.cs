using System.Diagnostics;
using System.Globalization;
using BatchJobs.Benchmarks.Contenders;
using BatchJobs.Benchmarks.Measuring;
using BatchJobs.InProcess;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Benchmarks.Workloads;

/// <summary>W6: what a finished Job of one pod weighs as long as it is kept.</summary>
internal static class FinishedJobs
{
    private const string Argument = "--kept";

    public static Workload Kept { get; } = new(
        "W6",
        "100 000 finished Jobs of one pod, kept",
        "B/Job",
        100_000,
        5_000,
        () => [new Apart()],
        [Target.Costs("bytes kept per Job beyond its own spec", 900, 450)]);

    /// <summary>Runs one round in this process if it was started for that.</summary>
    public static async Task<int?> TryRunAsync(string[] args)
    {
        if (args is not [Argument, var items])
        {
            return null;
        }

        await using var engine = new Engine();
        await engine.PrepareAsync();
        Sample sample = await engine.RunAsync(int.Parse(items, CultureInfo.InvariantCulture));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sample.Cost} {sample.Allocated}"));
        return 0;
    }

    /// <summary>Each round in a process of its own: what an earlier one has left behind would be counted against it.</summary>
    private sealed class Apart : Contender
    {
        public override string Name => "BatchJobs";

        public override string Setup => "in-process executor, in-memory store, a process for each round";

        public override async Task<Sample> RunAsync(int items)
        {
            using Process round = Again.Start(Argument, items.ToString(CultureInfo.InvariantCulture));
            string[] told = (await round.StandardOutput.ReadToEndAsync()).Split(' ', StringSplitOptions.TrimEntries);
            await round.WaitForExitAsync();
            Expect(0, round.ExitCode, "as exit code of a round");
            return new Sample(double.Parse(told[0], CultureInfo.InvariantCulture), double.Parse(told[1], CultureInfo.InvariantCulture));
        }
    }

    private sealed class Engine : Ours
    {
        private const int First = 1_000;

        protected override IPodHandler Handler => Body.Empty;

        public override async Task<Sample> RunAsync(int items)
        {
            JobSpec spec = Spec(1, 1);
            await FinishAsync([.. Enumerable.Range(0, First).Select(_ => Make(NextName(), spec))]);
            Job[] jobs = [.. Enumerable.Range(0, items).Select(_ => Make(NextName(), spec))];
            return await Gauge.KeptAsync(items, async () =>
            {
                await FinishAsync(jobs);
                return Tuple.Create(Engine, jobs);
            });
        }

        private async Task FinishAsync(Job[] jobs)
        {
            foreach (Job job in jobs)
            {
                await Engine.CreateAsync(job);
                await Engine.WaitAsync(new JobKey(job.Metadata.Name!));
            }
        }
    }
}
