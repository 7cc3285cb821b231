using System.Diagnostics;
using BatchJobs.State;

namespace BatchJobs.StateMachine;

/// <summary>What holds after every step; checked in debug builds and by tests.</summary>
internal static class JobInvariants
{
    [Conditional("DEBUG")]
    public static void Check(JobState state)
    {
        foreach (string violation in Violations(state))
        {
            throw new InvalidOperationException($"Job {state.Key}: {violation}");
        }
    }

    public static IEnumerable<string> Violations(JobState state)
    {
        if (state.SucceededIndexes.CountShared(state.FailedIndexes) > 0)
        {
            yield return "an index is both succeeded and failed";
        }

        if (state.IsFinished && (state.Pods.Count > 0 || state.Ended.Count > 0 || state.AwaitingReplacement.Count > 0))
        {
            yield return "a finished Job holds pods";
        }

        if (state.IsFinished && state.Verdict is null)
        {
            yield return "a finished Job has no verdict";
        }

        if (state.Observed is { } seen && seen.Ready > seen.Active)
        {
            yield return "more pods are ready than active";
        }

        if (state.Pods.Active != state.Pods.All.Count(pod => pod.IsActive) || state.Pods.Terminating != state.Pods.All.Count(pod => pod.IsTerminating))
        {
            yield return "the counts of pods are out of step";
        }

        if (state.Pods.All.Any(pod => !pod.Tracked && pod.IsTerminal))
        {
            yield return "a counted pod that has ended is still held";
        }

        if (state.Pods.All.Where(pod => pod.IsActive && pod.Index >= 0).GroupBy(pod => pod.Index).Any(group => group.Count() > 1))
        {
            yield return "an index has two active pods";
        }
    }
}
