namespace BatchJobs.Runtime;

/// <summary>Bounds how many finished Jobs an engine keeps: the oldest are deleted, so that nothing grows for ever.</summary>
internal sealed class FinishedJobs(int limit)
{
    private const int FewGone = 64;

    private readonly Lock gate = new();

    /// <summary>Those that are kept, the oldest first, and some that are gone already.</summary>
    private Queue<JobLoop> order = new();
    private int kept;

    /// <summary>A Job has finished.</summary>
    public void Add(JobLoop finished)
    {
        JobLoop? oldest;
        lock (gate)
        {
            finished.CountsAsKept = true;
            order.Enqueue(finished);
            kept++;
            oldest = kept > limit ? TakeOldest() : null;
            if (order.Count > FewGone + (2 * kept))
            {
                order = new Queue<JobLoop>(order.Where(static job => job.CountsAsKept));
            }
        }

        oldest?.Delete();
    }

    /// <summary>A Job is gone, whoever wanted that; if it was kept, there is room for another one.</summary>
    public void Remove(JobLoop gone)
    {
        if (!gone.CountsAsKept)
        {
            return;
        }

        lock (gate)
        {
            Discount(gone);
        }
    }

    private JobLoop TakeOldest()
    {
        JobLoop oldest;
        do
        {
            oldest = order.Dequeue();
        }
        while (!Discount(oldest));
        return oldest;
    }

    private bool Discount(JobLoop job)
    {
        bool counted = job.CountsAsKept;
        job.CountsAsKept = false;
        kept -= counted ? 1 : 0;
        return counted;
    }
}
