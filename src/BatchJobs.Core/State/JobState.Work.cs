namespace BatchJobs.State;

/// <content>What a Job needs only while it works: its pods, its failures in a row, its refused starts.</content>
internal sealed partial class JobState
{
    /// <summary>How many are kept of what Jobs need only while they work.</summary>
    public const int MostSpareWork = 64;

    private static readonly Dictionary<int, PodRecord> NoPods = [];

    private JobWork? work;

    /// <summary>The pods; made when they are first asked for, so that <see cref="HoldsPods"/> is the cheaper question.</summary>
    public PodTable Pods
    {
        get => Work.Pods;
        private init => work = new JobWork(value);
    }

    /// <summary>Whether there are pods, or some were removed in the last step.</summary>
    public bool HoldsPods => work is { Pods: { Count: > 0 } or { Removed.Count: > 0 } };

    /// <summary>Whether there are pods that have not ended.</summary>
    public bool HoldsLivingPods => work is { Pods: { Active: > 0 } or { Terminating: > 0 } };

    /// <summary>Pods that ended and are not counted yet, in the order of their reports.</summary>
    public List<PodRecord> Ended => Work.Ended;

    /// <summary>The latest failed pod of an index whose replacement has yet to start; it carries the index's failure count (KEP-3850).</summary>
    public IReadOnlyDictionary<int, PodRecord> AwaitingReplacement => work?.AwaitingReplacement ?? NoPods;

    /// <summary>Whether pods that failed wait for their replacements to start.</summary>
    public bool AwaitsReplacements => work?.AwaitingReplacement is { Count: > 0 };

    public FailureStreak Streak
    {
        get => work?.Streak ?? FailureStreak.None;
        set
        {
            if (value != Streak)
            {
                Work.Streak = value;
            }
        }
    }

    /// <summary>Refused starts in a row.</summary>
    public int StartFailures
    {
        get => work?.StartFailures ?? 0;
        set
        {
            if (value != StartFailures)
            {
                Work.StartFailures = value;
            }
        }
    }

    /// <summary>Until when no start is tried because some were refused.</summary>
    public DateTimeOffset? StartRetryAt
    {
        get => work?.StartRetryAt;
        set
        {
            if (value != StartRetryAt)
            {
                Work.StartRetryAt = value;
            }
        }
    }

    /// <summary>Whether no start is tried now because some were refused.</summary>
    public bool HoldsStarts(DateTimeOffset now) => work is { HasStartRetry: true } && StartRetryAt > now;

    private JobWork Work => work ??= new JobWork(new PodTable(Spec.OnlyReplaceFailed));

    /// <summary>At the begin of a step: takes over what another Job needs no more, and lets the records of pods that are gone be used again.</summary>
    public void Begin(List<PodRecord> spares, List<JobWork> spareWork)
    {
        if (work is not null)
        {
            work.Pods.Recycle(spares);
        }
        else if (!IsFinished && spareWork is [.., var spare])
        {
            spareWork.RemoveAt(spareWork.Count - 1);
            work = spare;
            work.Pods.Renew(Spec.OnlyReplaceFailed);
        }
    }

    /// <summary>Lets go of what a finished Job does not need, so that other Jobs can use it.</summary>
    public void Trim(List<PodRecord> spares, List<JobWork> spareWork)
    {
        work?.Pods.Recycle(spares);
        if (work is { IsEmpty: true })
        {
            if (spareWork.Count < MostSpareWork && work.TryReset())
            {
                spareWork.Add(work);
            }

            work = null;
        }
    }

    /// <summary>Keeps the latest failed pod of an index until its replacement has started.</summary>
    public void AwaitReplacement(PodRecord pod) => (Work.AwaitingReplacement ??= []).Add(pod.Index, pod);

    /// <summary>The failed pod of an index whose replacement has yet to start; null if there is none.</summary>
    public PodRecord? FindAwaiting(int index) => work?.AwaitingReplacement?.TryGetValue(index, out PodRecord? pod) == true ? pod : null;

    /// <summary>The pod of an index that was kept until now; null if none was.</summary>
    public PodRecord? StopAwaiting(int index) => work?.AwaitingReplacement?.Remove(index, out PodRecord? pod) == true ? pod : null;

    /// <summary>No pod will be replaced any more.</summary>
    public void StopAwaiting() => work?.AwaitingReplacement?.Clear();
}
