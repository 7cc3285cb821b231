using System.Threading.Tasks.Sources;

namespace BatchJobs.Watching;

/// <summary>A queue of keys in which each key waits once at the most, so that a slow reader misses steps but never falls behind.</summary>
/// <typeparam name="T">The key.</typeparam>
/// <remarks>There is one reader. It waits without a task of its own, since it may do so for each step of a busy Job.</remarks>
internal sealed class LatestQueue<T> : IValueTaskSource<bool>
    where T : notnull
{
    private readonly Lock gate = new();
    private readonly Queue<T> order = new();
    private readonly HashSet<T> waiting = [];
    private ManualResetValueTaskSourceCore<bool> reader = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration cancellation;
    private bool isAwaited;
    private bool completed;

    /// <summary>Adds a key; whether the reader was woken by it.</summary>
    public bool Enqueue(T key)
    {
        lock (gate)
        {
            if (completed || !waiting.Add(key))
            {
                return false;
            }

            order.Enqueue(key);
            return Wake();
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
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (order.Count > 0)
            {
                return new ValueTask<bool>(true);
            }

            if (completed)
            {
                return new ValueTask<bool>(false);
            }

            if (cancellationToken.IsCancellationRequested)
            {
                return ValueTask.FromCanceled<bool>(cancellationToken);
            }

            reader.Reset();
            isAwaited = true;
            cancellation = cancellationToken.UnsafeRegister(static (queue, token) => ((LatestQueue<T>)queue!).Cancel(token), this);
            return new ValueTask<bool>(this, reader.Version);
        }
    }

    /// <inheritdoc />
    bool IValueTaskSource<bool>.GetResult(short token)
    {
        cancellation.Unregister();
        return reader.GetResult(token);
    }

    /// <inheritdoc />
    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => reader.GetStatus(token);

    /// <inheritdoc />
    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        reader.OnCompleted(continuation, state, token, flags);

    private bool Wake()
    {
        if (!isAwaited)
        {
            return false;
        }

        isAwaited = false;
        reader.SetResult(order.Count > 0);
        return true;
    }

    private void Cancel(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (isAwaited)
            {
                isAwaited = false;
                reader.SetException(new OperationCanceledException(cancellationToken));
            }
        }
    }
}
