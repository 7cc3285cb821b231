namespace BatchJobs.Primitives;

/// <summary>An instant or none, in eight bytes instead of the twenty-four of a <see cref="Nullable{T}"/>; for what is made or copied often.</summary>
internal readonly record struct MaybeTime
{
    /// <summary>The ticks and one more, so that the default is none.</summary>
    private readonly long ticks;

    private MaybeTime(DateTimeOffset? time) => ticks = time is { } known ? known.UtcTicks + 1 : 0;

    public static implicit operator MaybeTime(DateTimeOffset? time) => new(time);

    public static implicit operator DateTimeOffset?(MaybeTime time) => time.ticks == 0 ? null : new DateTimeOffset(time.ticks - 1, TimeSpan.Zero);
}
