using BatchJobs.State;

namespace BatchJobs.Rules;

/// <summary>How many pods should be active now.</summary>
internal static class WantedPods
{
    public static int Count(JobState state) => state.Spec.Completions switch
    {
        null when state.Succeeded == 0 => state.Spec.Parallelism,
        // A work queue that had a success lets the others end: none is started, and none is stopped even when parallelism shrinks.
        null => state.Pods.Active,
        { } completions => Math.Clamp(completions - state.Succeeded, 0, state.Spec.Parallelism),
    };
}
