namespace BatchJobs.State;

/// <summary>Why a Job has to end; the first one stands for ever.</summary>
internal sealed record Verdict(bool Success, string Reason, string Message, DateTimeOffset DecidedAt);
