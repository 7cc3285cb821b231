using BatchJobs.State;

namespace BatchJobs.Rules;

/// <summary>Whether enough pods succeeded; a work queue is done with its first success once no pod is left.</summary>
internal static class CompletionsReached
{
    public static bool Holds(JobState state) =>
        state.Pods.Active == 0 && (state.Spec.Completions is { } completions ? state.Succeeded >= completions : state.Succeeded > 0);
}
