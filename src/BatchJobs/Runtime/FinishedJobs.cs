namespace BatchJobs.Runtime;

/// <summary>Bounds how many finished Jobs an engine keeps: the oldest are deleted, so that nothing grows for ever.</summary>
internal sealed class FinishedJobs(int limit)
{
    private readonly Lock gate = new();
    private readonly Queue<JobLoop> order = new();

    /// <summary>A Job has finished.</summary>
    public void Add(JobLoop finished)
    {
        lock (gate)
        {
            order.Enqueue(finished);
        }

        // Jobs that went before their turn came are passed over by deleting them in vain.
        while (TakeSurplus() is { } oldest)
        {
            oldest.Delete();
        }
    }

    private JobLoop? TakeSurplus()
    {
        lock (gate)
        {
            return order.Count > limit ? order.Dequeue() : null;
        }
    }
}
