using BatchJobs.Client;
using BatchJobs.Execution;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Control.Protocol;

/// <summary>What can be asked for: the members of <see cref="IJobClient"/> and <see cref="ICronJobClient"/>.</summary>
internal enum ControlVerb
{
    /// <summary>Nothing: to see whether somebody is there.</summary>
    Ping,
    Create,
    Get,
    List,
    Watch,
    Wait,
    Update,
    Patch,
    Delete,
    RetryFailedIndexes,
    ListPods,
    WatchPods,
    DeletePod,
    ReadLog,
    ListEvents,
    Explain,
    CreateCronJob,
    GetCronJob,
    ListCronJobs,
    PatchCronJob,
    DeleteCronJob,
    TriggerCronJob,
    ListCronJobEvents,
}

/// <summary>The one question of a connection; what a verb does not need is absent.</summary>
internal sealed record ControlRequest(ControlVerb Verb)
{
    public int Protocol { get; init; } = ControlHello.CurrentProtocol;

    public JobKey Key { get; init; }

    public string? Namespace { get; init; }

    /// <summary>A pod, or what a new Job is to be called.</summary>
    public string? Name { get; init; }

    public Job? Job { get; init; }

    public CronJob? CronJob { get; init; }

    public string? MergePatch { get; init; }

    public TimeSpan? GracePeriod { get; init; }

    public JobListOptions? List { get; init; }

    public JobWatchOptions? Watch { get; init; }

    public JobDeleteOptions? Delete { get; init; }

    public PodLogOptions? Log { get; init; }
}
