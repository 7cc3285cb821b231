namespace BatchJobs.Persistence;

/// <summary>The number every encoded state begins with.</summary>
/// <remarks>
/// A change of what is written takes the next number; readers go on to understand all numbers before it, so that a store moves forward
/// object by object as its Jobs go on. Enumerations are written by their values: new ones go to the end.
/// </remarks>
internal static class StateFormat
{
    public const ulong Current = WithReschedulings;

    /// <summary>Since here the hits of the rules of a pod failure policy are kept.</summary>
    public const ulong WithRuleHits = 2;

    /// <summary>Since here a CronJob knows when its schedule was changed.</summary>
    public const ulong WithReschedulings = 3;

    public static void Begin(StateWriter writer)
    {
        writer.Clear();
        writer.Unsigned(Current);
    }

    /// <returns>The number of the format.</returns>
    public static ulong Begin(ref StateReader reader)
    {
        ulong found = reader.Unsigned();
        return found switch
        {
            > Current => throw StateFormatException.Newer(found, Current),
            0 => throw StateFormatException.Damaged(),
            _ => found,
        };
    }

    public static void End(ref StateReader reader)
    {
        if (!reader.AtEnd)
        {
            throw StateFormatException.Damaged();
        }
    }
}
