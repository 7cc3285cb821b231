using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.Testing.Scripting;

/// <summary>The pods of a <see cref="ScriptedPodExecutor"/>, and what users do to them behind the engine's back.</summary>
/// <remarks>Pods can be looked at after their end, their release and the end of their Job.</remarks>
public sealed class ScriptedPods
{
    private readonly Lock gate = new();
    private readonly PodCatalog catalog;
    private readonly TimeProvider clock;

    internal ScriptedPods(TimeProvider clock, IReadOnlyList<PodRule> rules)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(rules);
        this.clock = clock;
        catalog = new PodCatalog([.. rules]);
    }

    /// <summary>All pods that were ever started, by Job and ordinal.</summary>
    public IReadOnlyList<PodRecord> All
    {
        get
        {
            lock (gate)
            {
                return [.. catalog.All.Select(entry => entry.Pod.Record)];
            }
        }
    }

    internal IPodObserver? Observer { get; set; }

    /// <summary>Whether scripts have come to a halt for ever.</summary>
    internal bool IsClosed { get; private set; }

    /// <summary>How late the next thing of a script happens.</summary>
    internal Func<TimeSpan> Latency { get; set; } = static () => TimeSpan.Zero;

    /// <summary>Deletes a pod as a user does, or a garbage collector; finished and released pods too.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="force">Whether not to wait for the node.</param>
    /// <returns>false if there is no such pod any more.</returns>
    public bool Delete(PodId pod, bool force = false) => Act(pod, entry => Delete(entry, force ? TimeSpan.Zero : null));

    /// <summary>Evicts a pod: it gets the condition <c>DisruptionTarget</c> and is deleted.</summary>
    /// <param name="pod">The pod.</param>
    /// <returns>false if there is no such pod any more.</returns>
    public bool Evict(PodId pod) => Act(pod, entry =>
    {
        entry.Pod.AddCondition(
            new PodCondition(PodConditionTypes.DisruptionTarget, ConditionStatus.True, "EvictionByEvictionAPI", "Eviction API: evicting"),
            clock.GetUtcNow());
        Report(entry);
        Delete(entry);
    });

    /// <summary>Ends a pod now, whatever its script says; one that has ended stays as it is.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="end">How it ends.</param>
    /// <returns>false if there is no such pod any more.</returns>
    public bool Finish(PodId pod, PodEnd end) => Act(pod, entry =>
    {
        if (!entry.Pod.IsTerminal)
            entry.Player.End(end);
    });

    /// <summary>Makes a running pod ready or not ready.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="ready">Whether it is ready.</param>
    /// <returns>false if there is no such pod any more.</returns>
    public bool SetReady(PodId pod, bool ready) => Act(pod, entry =>
    {
        if (entry.Pod.Status.Phase != PodPhase.Running)
            return;
        entry.Pod.SetReady(ready, clock.GetUtcNow());
        Report(entry);
    });

    /// <summary>Adds a condition to a pod, or changes it.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="condition">The condition.</param>
    /// <returns>false if there is no such pod any more.</returns>
    public bool AddCondition(PodId pod, PodCondition condition) => Act(pod, entry =>
    {
        entry.Pod.AddCondition(condition, clock.GetUtcNow());
        Report(entry);
    });

    internal void Start(PodStartRequest request)
    {
        lock (gate)
        {
            if (IsClosed)
                throw new PodStartException("Closed", "The executor is closed.");
            if (catalog.Find(request.Id) is not null)
                return;
            ScriptedPod pod = catalog.Create(request, clock.GetUtcNow());
            var entry = new PodEntry(pod, new PodPlayer(pod, clock, gate, Latency, () => Changed(request.Id)));
            catalog.Add(entry);
            Report(entry);
            entry.Player.Start();
        }
    }

    internal void Stop(PodId pod, TimeSpan? gracePeriod) => Act(pod, entry =>
    {
        if (!entry.Pod.IsTerminal)
            Delete(entry, gracePeriod);
    });

    internal void Release(PodId pod) => Act(pod, Release);

    internal void ForgetJob(Guid jobUid, bool orphanPods)
    {
        lock (gate)
        {
            catalog.Forget(jobUid);
            foreach (PodEntry entry in catalog.OfJob(jobUid).Where(entry => entry.Pod.Record.Gone is null))
            {
                if (orphanPods)
                    entry.Pod.Orphan();
                else
                    Delete(entry);
                Release(entry);
            }
        }
    }

    internal IReadOnlyList<PodReport> Unreleased()
    {
        lock (gate)
        {
            return [.. catalog.All.Where(entry => entry.Pod.Record.Released is null).Select(entry => new PodReport(entry.Pod.Id, entry.Pod.Status))];
        }
    }

    internal void Close()
    {
        lock (gate)
        {
            IsClosed = true;
            Observer = null;
            foreach (PodEntry entry in catalog.All)
                entry.Player.Cancel();
        }
    }

    private bool Act(PodId pod, Action<PodEntry> action)
    {
        lock (gate)
        {
            if (catalog.Find(pod) is not { Pod.Record.Gone: null } entry)
                return false;
            action(entry);
            return true;
        }
    }

    private void Delete(PodEntry entry, TimeSpan? gracePeriod = null)
    {
        TimeSpan grace = gracePeriod ?? entry.Pod.GracePeriod;
        bool isFirst = entry.Pod.Record.Deleted is null;
        if (!entry.Pod.Delete(grace, clock.GetUtcNow()))
            return;
        Report(entry);
        if ((isFirst || entry.Pod.Script.OnDelete.IsForced) && entry.Pod is { IsTerminal: false, Script.Bound: true })
            entry.Player.Delete(grace);
        RemoveIfPossible(entry);
    }

    private void Release(PodEntry entry)
    {
        entry.Pod.Release(clock.GetUtcNow());
        RemoveIfPossible(entry);
    }

    private void Changed(PodId pod)
    {
        PodEntry entry = catalog.Find(pod)!;
        Report(entry);
        RemoveIfPossible(entry);
    }

    private void RemoveIfPossible(PodEntry entry)
    {
        if (!entry.Pod.TryRemove(clock.GetUtcNow()))
            return;
        entry.Player.Cancel();
        if (!entry.Pod.IsTerminal && !catalog.IsForgotten(entry))
            Observer?.OnVanished(entry.Pod.Id);
    }

    private void Report(PodEntry entry)
    {
        if (!catalog.IsForgotten(entry))
            Observer?.OnReport(new PodReport(entry.Pod.Id, entry.Pod.Status));
    }
}
