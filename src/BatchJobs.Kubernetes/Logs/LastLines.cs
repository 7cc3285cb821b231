using BatchJobs.Execution;
using BatchJobs.Pods;

namespace BatchJobs.Kubernetes.Logs;

/// <summary>The last lines of the latest pods that failed, for when the pods themselves are gone.</summary>
internal sealed class LastLines(int podLimit)
{
    private readonly Lock gate = new();
    private readonly Dictionary<PodId, IReadOnlyList<PodLogLine>> kept = [];
    private readonly Queue<PodId> order = [];

    public void Keep(PodId pod, IReadOnlyList<PodLogLine> lines)
    {
        lock (gate)
        {
            if (kept.TryAdd(pod, lines))
            {
                order.Enqueue(pod);
                if (order.Count > podLimit)
                {
                    kept.Remove(order.Dequeue());
                }
            }
        }
    }

    public IReadOnlyList<PodLogLine> Of(PodId pod)
    {
        lock (gate)
        {
            return kept.GetValueOrDefault(pod) ?? [];
        }
    }

    public void Forget(Guid jobUid)
    {
        lock (gate)
        {
            foreach (PodId pod in kept.Keys.Where(pod => pod.JobUid == jobUid).ToList())
            {
                kept.Remove(pod);
            }
        }
    }
}
