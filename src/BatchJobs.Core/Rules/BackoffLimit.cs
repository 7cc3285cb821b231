using BatchJobs.Resolution;
using BatchJobs.State;

namespace BatchJobs.Rules;

/// <summary>Whether backoffLimit is passed: by failed pods, or with restartPolicy OnFailure by restarts in place.</summary>
internal static class BackoffLimit
{
    public static bool IsExceeded(ResolvedJobSpec spec, int failedPods, PodTable pods) =>
        failedPods > spec.BackoffLimit || (spec.RestartOnFailure && IsReachedByRestarts(spec.BackoffLimit, pods.Restarts));

    /// <summary>Kubernetes: <c>pastBackoffLimitOnFailure</c>; a limit of 0 is passed by any restart.</summary>
    public static bool IsReachedByRestarts(int limit, int restarts) => limit == 0 ? restarts > 0 : restarts >= limit;
}
