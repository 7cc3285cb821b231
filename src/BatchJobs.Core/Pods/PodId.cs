namespace BatchJobs.Pods;

/// <summary>Identifies a pod: the Job it belongs to and its number among the pods of that Job.</summary>
/// <param name="JobUid">The uid of the Job.</param>
/// <param name="Ordinal">How many pods the Job had asked for before this one.</param>
public readonly record struct PodId(Guid JobUid, long Ordinal);
