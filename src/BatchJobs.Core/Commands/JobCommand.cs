using BatchJobs.State;

namespace BatchJobs.Commands;

/// <summary>What a Job can ask of the world; carried out in the order given, after the state has been saved.</summary>
internal enum JobCommandKind
{
    /// <summary>Start a pod; harmless when repeated, since name and uid follow from its ordinal.</summary>
    StartPod,

    /// <summary>Ask a pod to end.</summary>
    StopPod,

    /// <summary>The outcome of a pod is saved or of no interest; the executor may forget it once it has ended.</summary>
    ReleasePod,

    /// <summary>The Job is to go: deleted, or its time to live is over.</summary>
    RemoveJob,
}

/// <summary>One thing a Job asks of the world.</summary>
internal readonly record struct JobCommand(JobCommandKind Kind, long Ordinal, PodRecord? Pod = null, TimeSpan? GracePeriod = null, bool OrphanPods = false)
{
    public static JobCommand StartPod(PodRecord pod) => new(JobCommandKind.StartPod, pod.Ordinal, pod);

    public static JobCommand StopPod(long ordinal, TimeSpan? gracePeriod = null) => new(JobCommandKind.StopPod, ordinal, GracePeriod: gracePeriod);

    public static JobCommand ReleasePod(long ordinal) => new(JobCommandKind.ReleasePod, ordinal);

    public static JobCommand RemoveJob(bool orphanPods) => new(JobCommandKind.RemoveJob, 0, OrphanPods: orphanPods);
}
