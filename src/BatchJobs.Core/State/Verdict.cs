namespace BatchJobs.State;

/// <summary>Why a Job has to end; the first one stands for ever.</summary>
internal sealed record Verdict(bool Success, string Reason, string Message)
{
    /// <summary>The instant in 8 bytes instead of 16, since every finished Job keeps one.</summary>
    private readonly long decidedTicks;

    public Verdict(bool success, string reason, string message, DateTimeOffset decidedAt)
        : this(success, reason, message) => decidedTicks = decidedAt.UtcTicks;

    public DateTimeOffset DecidedAt => new(decidedTicks, TimeSpan.Zero);
}
