using BatchJobs.Execution;
using BatchJobs.Specs;

namespace BatchJobs.Runtime;

/// <summary>Jobs that can be found and have not begun, since the executor begins them sooner than it could tell of their pods.</summary>
/// <remarks>
/// The threads that run the pods begin them, so that a Job begins, runs and ends in one go, on one thread, with what the one before it has used.
/// Otherwise each Job is carried from the processor of its creator to that of its pods, and who creates many Jobs at once runs ahead of their pods,
/// so that each has its own of everything, cold by the time its pods are done.
/// Measured: creating a Job takes 0.6 us instead of 1.6, and until one of one pod has ended a seventh less (W4); twenty thousand Jobs of three pods take
/// a third less time and a third less memory (W3).
/// </remarks>
internal sealed class HeldJobs(ILeasingExecutor executor) : IHeldJobs
{
    private readonly Lock gate = new();
    private readonly BlockQueue<JobLoop> waiting = new();
    private int count;

    /// <inheritdoc />
    public bool Any => Volatile.Read(ref count) > 0;

    /// <summary>Whether a Job of such pods that comes now has to wait for its turn.</summary>
    public bool HasToWait(PodSpec template) => Any || executor.BeginsSoon(template);

    /// <summary>Takes in a Job that can be found.</summary>
    public void Add(JobLoop job)
    {
        lock (gate)
        {
            waiting.Enqueue(job);
            count = waiting.Count;
            if (count > 1)
            {
                return;
            }
        }

        executor.CatchUp(this);
    }

    /// <inheritdoc />
    public void BeginNext()
    {
        JobLoop? next;
        lock (gate)
        {
            waiting.TryDequeue(out next);
            count = waiting.Count;
        }

        next?.BeginHeld();
    }

    /// <inheritdoc />
    public void BeginAll()
    {
        while (Any)
        {
            BeginNext();
        }
    }
}
