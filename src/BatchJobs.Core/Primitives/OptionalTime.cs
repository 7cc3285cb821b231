namespace BatchJobs.Primitives;

/// <summary>An instant, or none, in the 8 bytes of its ticks; a <see cref="Nullable{T}"/> of <see cref="DateTimeOffset"/> takes 24.</summary>
internal readonly record struct OptionalTime
{
    /// <summary>One more than the ticks, so that the default is no instant.</summary>
    private readonly long next;

    private OptionalTime(DateTimeOffset? time) => next = time is { } instant ? instant.UtcTicks + 1 : 0;

    public static implicit operator OptionalTime(DateTimeOffset? time) => new(time);

    public static implicit operator DateTimeOffset?(OptionalTime time) => time.next == 0 ? null : new DateTimeOffset(time.next - 1, TimeSpan.Zero);
}
