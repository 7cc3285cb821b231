namespace BatchJobs.State;

/// <summary>The condition Suspended: whether it holds and since when; absent until a Job is first suspended.</summary>
internal sealed record SuspensionMark(bool Suspended, DateTimeOffset Since);
