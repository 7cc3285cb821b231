using BatchJobs.Pods;
using BatchJobs.State;

namespace BatchJobs.Rules;

/// <summary>How a pod counts, given the replacement policy (KEP-3939).</summary>
internal static class PodOutcome
{
    public static bool HasSucceeded(PodRecord pod) => pod.Phase == PodPhase.Succeeded;

    /// <summary>Failed for good; or stopping, unless only ended pods are replaced.</summary>
    public static bool HasFailed(PodRecord pod, bool onlyReplaceFailed) =>
        pod.Phase == PodPhase.Failed || (!onlyReplaceFailed && pod.IsTerminating);

    public static bool HasEnded(PodRecord pod, bool onlyReplaceFailed) => HasSucceeded(pod) || HasFailed(pod, onlyReplaceFailed);
}
