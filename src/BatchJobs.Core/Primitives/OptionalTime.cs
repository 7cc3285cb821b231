namespace BatchJobs.Primitives;

/// <summary>An instant, or none, in the 8 bytes of its ticks; a <see cref="Nullable{T}"/> of <see cref="DateTimeOffset"/> takes 24.</summary>
internal readonly record struct OptionalTime
{
    /// <summary>One more than the ticks, so that the default is no instant.</summary>
    private readonly long next;

    private OptionalTime(long next) => this.next = next;

    public bool HasValue => next != 0;

    public static implicit operator OptionalTime(DateTimeOffset time) => new(time.UtcTicks + 1);

    public static implicit operator OptionalTime(DateTimeOffset? time) => time is { } instant ? instant : default(OptionalTime);

    public static implicit operator DateTimeOffset?(OptionalTime time) => time.next == 0 ? null : new DateTimeOffset(time.next - 1, TimeSpan.Zero);

    /// <summary>The earlier one of two; none is later than any.</summary>
    public static OptionalTime Earlier(OptionalTime one, OptionalTime other) => new((long)Math.Min((ulong)(one.next - 1), (ulong)(other.next - 1)) + 1);

    /// <summary>Whether there is an instant, and it is not later than another one.</summary>
    public bool IsReached(DateTimeOffset now) => (ulong)(next - 1) <= (ulong)now.UtcTicks;
}
