using BatchJobs.Execution;
using BatchJobs.InProcess.Running;
using BatchJobs.Pods;

namespace BatchJobs.InProcess.Short;

/// <summary>A short pod: its context, and its end once it has one.</summary>
internal readonly record struct ShortPod(PodContext Context, PodCompletion End = default)
{
    /// <summary>What to list.</summary>
    public PodReport Report => new(Context.Request.Id, Status);

    private PodStatus Status => Context.State switch
    {
        ShortPodState.Waiting => PodStatuses.Waiting(Context.Request),
        ShortPodState.Running => PodStatuses.Running(PodStatuses.Waiting(Context.Request), 0, Context.StartedAt),
        _ => End.ToStatus(),
    };
}
