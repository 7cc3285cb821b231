using BatchJobs.Benchmarks.Measuring;
using BatchJobs.Benchmarks.Steps;

namespace BatchJobs.Benchmarks.Workloads;

/// <summary>W7: the state machine alone, from ten to ten million completions.</summary>
internal static class StepAlone
{
    public static Workload PerPodEvent { get; } = new(
        "W7",
        "Step alone: a pod succeeds, is counted, and the next is started",
        "ns/event",
        1_000_000,
        100_000,
        () => [new Machine(10_000_000), new Machine(10), new Machine(1_000), new Machine(100_000)],
        [
            Target.Costs("ns per pod event", 300, 100),
            new Target("10 000 000 completions against 10", standing => standing.Ours.Cost / standing["10 completions"].Cost, 1.2),
        ]);

    private sealed class Machine(int completions) : Contender
    {
        public override string Name => $"{completions} completions";

        public override Task<Sample> RunAsync(int items) => Gauge.ThroughputAsync(items, () =>
        {
            new EndlessJob(completions).Succeed(items);
            return Task.CompletedTask;
        });
    }
}
