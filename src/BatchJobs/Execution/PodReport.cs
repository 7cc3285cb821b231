using BatchJobs.Pods;

namespace BatchJobs.Execution;

/// <summary>One pod at one moment.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Status">How it is.</param>
public readonly record struct PodReport(PodId Pod, PodStatus Status);
