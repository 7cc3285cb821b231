using BatchJobs.Execution;
using BatchJobs.Pods;

namespace BatchJobs.Durability;

/// <summary>A pod that has ended, as it is remembered: with the end of its output if it failed.</summary>
internal sealed record EndedPod(long Ordinal, int Index, DateTimeOffset CreatedAt, PodStatus Status, IReadOnlyList<PodLogLine> LogTail);
