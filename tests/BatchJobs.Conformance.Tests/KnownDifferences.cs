namespace BatchJobs.Conformance.Tests;

/// <summary>A way in which BatchJobs deliberately differs from the recorded Kubernetes 1.36.2.</summary>
/// <param name="Name">What differs.</param>
/// <param name="Reason">Why.</param>
/// <param name="Upstream">Where Kubernetes speaks of it.</param>
/// <param name="Cases">The recorded cases in which it shows.</param>
public sealed record KnownDifference(string Name, string Reason, string Upstream, IReadOnlyList<string> Cases);

/// <summary>All deliberate differences; whatever is not listed here has to be equal.</summary>
public static class KnownDifferences
{
    /// <summary>Counters, indexes, conditions and pods are the same; the way there is not.</summary>
    public static KnownDifference ActiveDuringBackoff { get; } = new(
        "status.active during back-off",
        "1.36.2 reports 0 active pods while a back-off delays creations, whatever runs; if a running pod is ready, the API server rejects "
            + "that status and everything is counted late. Fixed upstream after 1.36.2.",
        "https://github.com/kubernetes/kubernetes/issues/139428",
        [
            "backoff-failure-after-success",
            "backoff-one-fails-one-runs",
            "backoff-one-fails-one-runs-ready",
            "backoff-reset-by-success",
            "delete-pod-one-of-two-ready",
            "indexed-elastic-down-failed-index",
            "indexed-pod-deleted",
            "per-index-1-fails-twice",
            "per-index-2-fails-thrice",
            "per-index-ignore",
            "per-index-independent-delays",
            "per-index-not-ready-during-backoff",
            "per-index-parallelism-2",
            "per-index-pod-deleted",
            "per-index-ready-during-backoff",
            "per-index-replacement-failed-deleted",
            "per-index-suspend-during-backoff",
            "per-index-with-backoff-limit",
            "replacement-failed-indexed",
            "success-completed-while-deleted",
            "success-failure-before",
            "suspend-after-failure",
            "work-queue-failure-before-success",
            "work-queue-failure-replaced",
        ]);

    public static IReadOnlyList<KnownDifference> All { get; } = [ActiveDuringBackoff];
}
