namespace BatchJobs.Cron;

/// <summary>The values one field of a schedule admits, as a bit set.</summary>
/// <param name="Bits">Bit <c>n</c> stands for the value <c>n</c>.</param>
/// <param name="IsStar">Whether an item was <c>*</c> or <c>?</c> without a step; decides how the two day fields combine.</param>
internal readonly record struct CronField(ulong Bits, bool IsStar)
{
    /// <summary>Whether nothing is admitted, as in a field of only commas.</summary>
    public bool IsEmpty => Bits == 0;

    /// <summary>Whether a value is admitted.</summary>
    public bool Contains(int value) => ((Bits >> value) & 1) != 0;

    /// <summary>What either of two fields admits.</summary>
    public CronField Union(CronField other) => new(Bits | other.Bits, IsStar || other.IsStar);
}
