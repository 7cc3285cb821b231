namespace BatchJobs.Testing.Scripting;

/// <summary>Plays the script of one pod on a clock.</summary>
internal sealed class PodPlayer(ScriptedPod pod, TimeProvider clock, Lock gate, Func<TimeSpan> latency, Action changed)
{
    private readonly List<ITimer> plan = [];
    private int generation;
    private DateTimeOffset? deleted;

    private PodScript Script => pod.Script;

    /// <summary>Plays from the creation on.</summary>
    public void Start()
    {
        if (!Script.Bound)
            return;
        if (pod.InitFails)
            After(Script.RunFor, () => End(Script.End));
        else if (Script.PendingFor == TimeSpan.Zero)
            Run();
        else
            After(Script.PendingFor, Run);
    }

    /// <summary>Stops what the pod does by itself and plays its deletion; again if the grace period is shortened.</summary>
    public void Delete(TimeSpan gracePeriod)
    {
        PodDeletion deletion = Script.OnDelete;
        deleted ??= clock.GetUtcNow();
        TimeSpan? left = deletion.Takes - (clock.GetUtcNow() - deleted);
        if (deletion.IsForced && !(left < gracePeriod))
            left = gracePeriod;
        Cancel();
        if (left <= TimeSpan.Zero)
            End(deletion.End);
        else
            After(left, () => End(deletion.End));
    }

    /// <summary>Ends the pod now.</summary>
    public void End(PodEnd end)
    {
        Cancel();
        pod.End(end, clock.GetUtcNow());
        changed();
    }

    /// <summary>Stops everything that is yet to come.</summary>
    public void Cancel()
    {
        generation++;
        plan.ForEach(timer => timer.Dispose());
        plan.Clear();
    }

    private void Run()
    {
        pod.Run(clock.GetUtcNow());
        changed();
        if (Script.Ready && Script.ReadyAfter > TimeSpan.Zero)
            After(Script.ReadyAfter, () => SetReady(true));
        foreach (ReadyChange change in Script.ReadyChanges)
            After(change.After, () => SetReady(change.Ready));
        RestartOrEnd(0);
    }

    private void RestartOrEnd(int position)
    {
        if (position == Script.Restarts.Count)
        {
            After(Script.RunFor, () => End(Script.End));
            return;
        }

        ContainerRestart restart = Script.Restarts[position];
        After(restart.After, () =>
        {
            pod.Restart(restart, clock.GetUtcNow());
            changed();
            RestartOrEnd(position + 1);
        });
    }

    private void SetReady(bool ready)
    {
        pod.SetReady(ready, clock.GetUtcNow());
        changed();
    }

    private void After(TimeSpan? delay, Action action)
    {
        if (delay is not { } time)
            return;
        int planned = generation;
        plan.Add(clock.CreateTimer(_ => Play(planned, action), null, time + latency(), Timeout.InfiniteTimeSpan));
    }

    private void Play(int planned, Action action)
    {
        lock (gate)
        {
            // A timer of the real clock may fire while it is being cancelled.
            if (planned == generation)
                action();
        }
    }
}
