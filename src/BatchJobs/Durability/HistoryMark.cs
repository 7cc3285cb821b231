namespace BatchJobs.Durability;

/// <summary>Up to where the history of a Job has been saved.</summary>
/// <param name="Records">The number of the last record, of whichever kind has most.</param>
/// <param name="Pods">How many pods have ended.</param>
internal readonly record struct HistoryMark(long Records, long Pods);
