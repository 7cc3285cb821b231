using System.Runtime.InteropServices;
using BatchJobs.State;

namespace BatchJobs.StateMachine;

/// <summary>Everything a status shows, in a form that is cheap to compare; index sets by their sizes.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StatusStamp(
    PodCounts? Observed,
    int Succeeded,
    int FailedPods,
    int FailedIndexes,
    Verdict? Verdict,
    SuspensionMark? Suspension,
    DateTimeOffset? StartTime,
    DateTimeOffset? FinishedAt,
    DeletionMark? Deletion)
{
    public static StatusStamp Of(JobState state) => new(
        state.Observed,
        state.Succeeded,
        state.FailedPods,
        state.FailedIndexes.Count,
        state.Verdict,
        state.Suspension,
        state.StartTime,
        state.FinishedAt,
        state.Deletion);
}
