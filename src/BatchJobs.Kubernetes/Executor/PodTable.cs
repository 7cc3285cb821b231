using BatchJobs.Execution;
using BatchJobs.Kubernetes.Mapping;
using BatchJobs.Kubernetes.Watching;
using BatchJobs.Pods;
using k8s;
using k8s.Models;

namespace BatchJobs.Kubernetes.Executor;

/// <summary>The pods the executor has to do with, each with the newest that was seen of it; says every change once.</summary>
/// <param name="report">Takes a report, or (without status) that a pod vanished.</param>
/// <param name="settle">Takes a pod that is released and has ended.</param>
internal sealed class PodTable(Action<PodId, PodStatus?> report, Action<PodEntry> settle) : IFeedSink
{
    private static readonly PodStatus Requested = new() { Phase = PodPhase.Pending, Scheduled = false };

    private readonly Lock gate = new();
    private readonly Dictionary<PodId, PodEntry> entries = [];

    /// <summary>A pod is about to be created.</summary>
    /// <returns>false if it is known already.</returns>
    public bool TryBegin(PodId id, string namespaceName, string name)
    {
        lock (gate)
        {
            return entries.TryAdd(id, new PodEntry(id, namespaceName, name));
        }
    }

    /// <summary>The server has the pod.</summary>
    /// <returns>The pod, if its end was asked for meanwhile.</returns>
    public PodEntry? Confirm(PodSnapshot pod)
    {
        lock (gate)
        {
            if (!entries.TryGetValue(pod.Id, out PodEntry? entry))
            {
                return null;
            }

            entry.Confirmed = pod.Version;
            return entry.StopWhenConfirmed.Asked || entry.Forgotten ? entry : null;
        }
    }

    /// <summary>The server does not have the pod.</summary>
    public void Abandon(PodId id)
    {
        lock (gate)
        {
            entries.Remove(id);
        }
    }

    /// <summary>The end of a pod is asked for.</summary>
    /// <returns>The pod, unless it is unknown, has ended, or is yet to be confirmed.</returns>
    public PodEntry? FindToStop(PodId id, TimeSpan? gracePeriod)
    {
        lock (gate)
        {
            if (!entries.TryGetValue(id, out PodEntry? entry) || entry.HasEnded || entry.Settled)
            {
                return null;
            }

            entry.StopWhenConfirmed = (Asked: entry.OnServer == 0, gracePeriod);
            return entry.OnServer == 0 ? null : entry;
        }
    }

    /// <returns>The pod, whatever has become of it.</returns>
    public (PodEntry Entry, PodStatus Status)? Find(PodId id)
    {
        lock (gate)
        {
            return entries.TryGetValue(id, out PodEntry? entry) ? (entry, entry.Status ?? Requested) : null;
        }
    }

    /// <summary>The outcome of a pod is saved; it is settled as soon as it has ended.</summary>
    public void Release(PodId id)
    {
        PodEntry? ended = null;
        lock (gate)
        {
            if (entries.TryGetValue(id, out PodEntry? entry) && !entry.Settled)
            {
                entry.Released = true;
                ended = Settle(entry);
            }
        }

        SettleOutside(ended);
    }

    /// <summary>A Job is gone: nothing of its pods is of interest any more.</summary>
    /// <returns>Those whose objects are on the server.</returns>
    public IReadOnlyList<PodEntry> Forget(Guid jobUid)
    {
        lock (gate)
        {
            List<PodEntry> all = [.. entries.Values.Where(entry => entry.Id.JobUid == jobUid)];
            List<PodEntry> left = all.FindAll(entry => !entry.Settled);
            foreach (PodEntry entry in all)
            {
                entry.Released = entry.Settled = entry.Forgotten = true;
                RemoveIfGone(entry);
            }

            left.RemoveAll(entry => entry.Gone || entry.OnServer == 0);
            return left;
        }
    }

    public IReadOnlyList<PodReport> ListUnreleased()
    {
        lock (gate)
        {
            return [.. entries.Values.Where(entry => !entry.Released && entry.OnServer > 0).Select(entry => new PodReport(entry.Id, entry.Status ?? Requested))];
        }
    }

    /// <inheritdoc />
    public void Changed(WatchedObject item)
    {
        if (Read(item) is not { } pod)
        {
            return;
        }

        PodEntry? ended;
        PodStatus? unseen;
        lock (gate)
        {
            if (!entries.TryGetValue(pod.Id, out PodEntry? entry))
            {
                entries.Add(pod.Id, entry = new PodEntry(pod.Id, pod.Namespace, pod.Name));
            }

            // A pod that has ended stays so, and what is older than what was seen is no news.
            if (entry.Settled || entry.Gone || (entry.Status is not null && pod.Version != 0 && pod.Version <= entry.Version) || entry.HasEnded)
            {
                return;
            }

            unseen = UnseenRun.Between(entry.Status, pod.Status);
            entry.Version = pod.Version;
            entry.Status = pod.Status;
            ended = Settle(entry);
        }

        if (unseen is not null)
        {
            report(pod.Id, unseen);
        }

        report(pod.Id, pod.Status);
        SettleOutside(ended);
    }

    /// <inheritdoc />
    public void Removed(WatchedObject item)
    {
        if (Read(item) is { } pod)
        {
            Remove(pod.Id, pod.AfterRemoval());
        }
    }

    /// <inheritdoc />
    public void Listed(IReadOnlySet<(string Namespace, string Name)> names, ulong version)
    {
        List<PodId> missing;
        lock (gate)
        {
            missing = [.. entries.Values
                .Where(entry => !entry.Gone && entry.OnServer > 0 && entry.OnServer <= version && !names.Contains((entry.Namespace, entry.Name)))
                .Select(entry => entry.Id)];
        }

        missing.ForEach(id => Remove(id, null));
    }

    private static PodSnapshot? Read(WatchedObject item) => PodSnapshot.Of(KubernetesJson.Deserialize<V1Pod>(item.Content));

    private void Remove(PodId id, PodStatus? end)
    {
        lock (gate)
        {
            if (!entries.TryGetValue(id, out PodEntry? entry))
            {
                return;
            }

            bool quiet = entry.HasEnded || entry.Settled;
            entry.Gone = true;
            if (!quiet)
            {
                entry.Status = end;
            }

            entry.Settled |= entry.Released || entry.Status is null;
            RemoveIfGone(entry);
            if (quiet)
            {
                return;
            }
        }

        report(id, end);
    }

    private PodEntry? Settle(PodEntry entry)
    {
        if (!entry.Released || !entry.HasEnded)
        {
            return null;
        }

        entry.Settled = true;
        RemoveIfGone(entry);
        return entry.Gone ? null : entry;
    }

    private void RemoveIfGone(PodEntry entry)
    {
        if (entry.Gone && entry.Settled)
        {
            entries.Remove(entry.Id);
        }
    }

    private void SettleOutside(PodEntry? entry)
    {
        if (entry is not null)
        {
            settle(entry);
        }
    }
}
