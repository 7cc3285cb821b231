namespace BatchJobs.InProcess.Running;

/// <summary>Counts the bodies that run, so that a closing executor can wait for them.</summary>
internal sealed class BodyCount
{
    private readonly TaskCompletionSource none = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>One for every body, and one for the executor until it closes.</summary>
    private int count = 1;

    public void Enter() => Interlocked.Increment(ref count);

    public void Exit()
    {
        if (Interlocked.Decrement(ref count) == 0)
        {
            none.TrySetResult();
        }
    }

    /// <summary>For the executor, once, when it starts no more bodies: ends when all have returned.</summary>
    public Task CloseAsync()
    {
        Exit();
        return none.Task;
    }
}
