namespace BatchJobs.Watching;

/// <summary>A queue of keys in which each key waits once at the most, so that a slow reader misses steps but never falls behind.</summary>
/// <typeparam name="T">The key.</typeparam>
internal sealed class LatestQueue<T>
    where T : notnull
{
    private readonly Lock gate = new();
    private readonly Queue<T> order = new();
    private readonly HashSet<T> waiting = [];
    private TaskCompletionSource<bool>? reader;
    private bool completed;

    public void Enqueue(T key)
    {
        lock (gate)
        {
            if (completed || !waiting.Add(key))
            {
                return;
            }

            order.Enqueue(key);
            Wake();
        }
    }

    /// <summary>No key comes any more; what waits can still be read.</summary>
    public void Complete()
    {
        lock (gate)
        {
            completed = true;
            Wake();
        }
    }

    /// <summary>Takes the next key; false if none waits.</summary>
    public bool TryDequeue(out T key)
    {
        lock (gate)
        {
            if (!order.TryDequeue(out key!))
            {
                return false;
            }

            waiting.Remove(key);
            return true;
        }
    }

    /// <summary>Waits for a key; false when none will come.</summary>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        Task<bool> wait;
        lock (gate)
        {
            if (order.Count > 0)
            {
                return true;
            }

            if (completed)
            {
                return false;
            }

            reader ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            wait = reader.Task;
        }

        return await wait.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Wake()
    {
        reader?.TrySetResult(order.Count > 0);
        reader = null;
    }
}
