using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Resolution;
using BatchJobs.Specs;
using BatchJobs.State;

namespace BatchJobs.Benchmarks.Steps;

/// <summary>The Job whose steps are measured: Indexed, four pods at once.</summary>
internal static class IndexedWork
{
    public const int Parallelism = 4;

    public static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly PodStatus Succeeded = new() { Phase = PodPhase.Succeeded, ContainerStatuses = [new() { Name = "main", Terminated = new(0, Epoch) }] };

    public static JobState Create(int completions) => new(new JobKey("benchmark"), Guid.Empty, JobSpecResolver.Resolve(new JobSpec
    {
        CompletionMode = CompletionMode.Indexed,
        Completions = completions,
        Parallelism = Parallelism,
        Template = new() { Spec = new() { RestartPolicy = RestartPolicy.Never } },
    }));
}
