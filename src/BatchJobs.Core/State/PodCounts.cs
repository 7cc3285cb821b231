namespace BatchJobs.State;

/// <summary>How many pods a Job holds, by what they are doing.</summary>
internal readonly record struct PodCounts(int Active, int Ready, int Terminating);
