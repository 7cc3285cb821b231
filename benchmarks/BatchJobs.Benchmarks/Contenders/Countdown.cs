namespace BatchJobs.Benchmarks.Contenders;

/// <summary>Ends when so many items are done; for peers that only call static methods or types of their own making.</summary>
internal sealed class Countdown(int items)
{
    private int left = items;

    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Finish()
    {
        if (Interlocked.Decrement(ref left) == 0)
        {
            Done.SetResult();
        }
    }
}
