namespace BatchJobs.Runtime;

/// <summary>What Jobs need only while they work, kept for the next ones.</summary>
/// <remarks>Not one for each thread: a Job mostly begins on the thread of its creator and ends on another one, which would fill up while the first one starves.</remarks>
/// <typeparam name="T">What is kept.</typeparam>
/// <param name="most">How many at the most.</param>
internal sealed class Pool<T>(int most)
    where T : class
{
    private readonly Lock gate = new();
    private readonly T?[] spare = new T?[most];
    private int count;

    /// <summary>The one that was returned last; null if there is none.</summary>
    public T? TryRent()
    {
        lock (gate)
        {
            if (count == 0)
            {
                return null;
            }

            T? rented = spare[--count];
            spare[count] = null;
            return rented;
        }
    }

    public void Return(T used)
    {
        lock (gate)
        {
            if (count < most)
            {
                spare[count++] = used;
            }
        }
    }
}
