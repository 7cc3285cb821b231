namespace BatchJobs.Runtime;

/// <summary>Bounds how many finished Jobs an engine keeps: the oldest are deleted, so that nothing grows for ever.</summary>
internal sealed class FinishedJobs(int limit)
{
    private readonly Lock gate = new();
    private readonly Queue<JobLoop> order = new();

    /// <summary>A Job has finished.</summary>
    public void Add(JobLoop finished)
    {
        JobLoop? oldest;
        lock (gate)
        {
            order.Enqueue(finished);
            oldest = order.Count > limit ? order.Dequeue() : null;
        }

        // A Job that went before its turn came is deleted in vain.
        oldest?.Delete();
    }
}
