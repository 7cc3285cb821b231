using BatchJobs.Benchmarks.Measuring;

namespace BatchJobs.Benchmarks.Workloads;

/// <summary>What is measured, in the order of the report.</summary>
internal static class AllWorkloads
{
    public static IReadOnlyList<Workload> List { get; } =
    [
        Completions.Synchronous,
        Completions.Indexed,
        Completions.Yielding,
        Failures.ByResult,
        Failures.ByException,
        ManyJobs.SubmittedAtOnce,
        OneJob.Latency,
        FinishedJobs.Kept,
        StepAlone.PerPodEvent,
        Idle.Waiting,
        Scaling.Watchers,
        Manifests.ParsedAndValidated,
        Durable.FewAtOnce,
        Durable.ManyAtOnce,
        Durable.ManyJobs,
        Durable.SubmittedAtOnce,
        CronJobs.Year,
        Scaling.Completions,
        Scaling.Parallelism,
        Scaling.Jobs,
    ];
}
