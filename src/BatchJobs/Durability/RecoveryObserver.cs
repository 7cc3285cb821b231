using BatchJobs.Execution;
using BatchJobs.Pods;

namespace BatchJobs.Durability;

/// <summary>Holds back what the executor reports until every Job knows which of its pods are left.</summary>
/// <remarks>
/// What is held back is handed on after the list, although some of it is older: the last change of every pod is then the last to arrive,
/// since the executor reports each change in its order.
/// </remarks>
internal sealed class RecoveryObserver(IPodObserver inner) : IPodObserver
{
    private readonly Lock gate = new();
    private List<(PodId Pod, PodStatus? Status)>? held = [];

    public void OnReport(in PodReport report)
    {
        if (!TryHold(report.Pod, report.Status))
        {
            inner.OnReport(in report);
        }
    }

    public void OnCompleted(Guid jobUid, ReadOnlySpan<PodCompletion> ended)
    {
        if (Volatile.Read(ref held) is null)
        {
            inner.OnCompleted(jobUid, ended);
            return;
        }

        foreach (ref readonly PodCompletion completion in ended)
        {
            OnReport(new PodReport(new PodId(jobUid, completion.Ordinal), completion.ToStatus()));
        }
    }

    public void OnVanished(PodId pod)
    {
        if (!TryHold(pod, null))
        {
            inner.OnVanished(pod);
        }
    }

    /// <summary>Does something first, then hands on what was held back, and from then on everything at once.</summary>
    public void Release(Action first)
    {
        lock (gate)
        {
            first();
            foreach ((PodId pod, PodStatus? status) in held ?? [])
            {
                if (status is null)
                {
                    inner.OnVanished(pod);
                }
                else
                {
                    inner.OnReport(new PodReport(pod, status));
                }
            }

            held = null;
        }
    }

    private bool TryHold(PodId pod, PodStatus? status)
    {
        if (Volatile.Read(ref held) is null)
        {
            return false;
        }

        lock (gate)
        {
            held?.Add((pod, status));
            return held is not null;
        }
    }
}
