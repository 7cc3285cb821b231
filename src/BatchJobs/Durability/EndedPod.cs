using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Runtime;

namespace BatchJobs.Durability;

/// <summary>A pod that has ended, as it is remembered: with the end of its output if it failed.</summary>
internal readonly record struct EndedPod(EndedPodEntry Entry, IReadOnlyList<PodLogLine> LogTail)
{
    public long Ordinal => Entry.Ordinal;

    public bool HasFailed => Entry.Phase == PodPhase.Failed;
}
