namespace BatchJobs.Runtime;

/// <summary>Counts work in flight, so that virtual time can be held until there is none.</summary>
internal sealed class Quiescence
{
    private readonly Lock gate = new();
    private int busy;
    private TaskCompletionSource? idle;

    /// <summary>Some work begins.</summary>
    public void Enter() => Interlocked.Increment(ref busy);

    /// <summary>Some work has ended, and whatever it led to has begun.</summary>
    public void Exit()
    {
        if (Interlocked.Decrement(ref busy) == 0)
        {
            TaskCompletionSource? done;
            lock (gate)
            {
                done = idle;
                idle = null;
            }

            done?.TrySetResult();
        }
    }

    /// <summary>Ends when no work is in flight; work begun by others meanwhile is waited for too.</summary>
    public async Task WhenIdleAsync()
    {
        while (true)
        {
            Task wait;
            lock (gate)
            {
                if (Volatile.Read(ref busy) == 0)
                {
                    return;
                }

                idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                wait = idle.Task;
                if (Volatile.Read(ref busy) == 0)
                {
                    return;
                }
            }

            await wait.ConfigureAwait(false);
        }
    }
}
