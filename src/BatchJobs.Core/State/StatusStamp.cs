using System.Runtime.InteropServices;
using BatchJobs.Primitives;

namespace BatchJobs.State;

/// <summary>Everything a status shows, in a form that is cheap to compare; index sets by their sizes.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StatusStamp(
    bool IsObserved,
    PodCounts Observed,
    int Succeeded,
    int FailedPods,
    int FailedIndexes,
    Verdict? Verdict,
    SuspensionMark? Suspension,
    OptionalTime StartTime,
    OptionalTime FinishedAt,
    DeletionMark? Deletion)
{
    public bool IsFinished => FinishedAt.HasValue;
}
