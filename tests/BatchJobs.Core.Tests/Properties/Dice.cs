namespace BatchJobs.Core.Tests.Properties;

/// <summary>A row of choices drawn from one number, the same for the same number.</summary>
internal struct Dice(int seed)
{
    private uint state = (uint)seed;

    /// <summary>0 to <paramref name="sides"/> - 1.</summary>
    public int Roll(int sides)
    {
        uint rolled = state;
        state = (state * 1_664_525) + 1_013_904_223;
        return (int)(rolled % (uint)sides);
    }

    public T Pick<T>(IReadOnlyList<T> items) => items[Roll(items.Count)];
}
