using BatchJobs.Execution;
using BatchJobs.InProcess.Running;
using BatchJobs.Pods;

namespace BatchJobs.InProcess.Short;

/// <summary>The pods of a Job that follow one another under a lease, so that the engine need not be asked for each of them.</summary>
/// <remarks>
/// The engine does not know of them before the lease ends. Whoever has to do with one of them ends the lease first: then those that
/// run are short pods like all others. The order of locks is that of the crew, this one, that of a lane; never while a body is called. For most ends that of the lane is enough.
/// </remarks>
internal sealed partial class LeasedPods(ShortPodJob job, Crew crew)
{
    private readonly Lock gate = new();

    /// <summary>Those of this lease, and after them those of earlier ones, to be used again; under the lock, as all here is.</summary>
    private readonly List<LeaseLane> lanes = [];

    private int joined;
    private PodLease? lease;
    private bool closed;

    /// <summary>Whether it is worth while that several threads go on at the same time although bodies are quick.</summary>
    public bool CanBeShared => Volatile.Read(ref lease) is { IsOrdered: false };

    /// <summary>Whether an end can start the next pod.</summary>
    public bool IsOpen => Volatile.Read(ref lease) is not null && !Volatile.Read(ref closed);

    /// <summary>The lease, if there is something to tell of it; under the lock of the crew.</summary>
    public PodLease? Untold
    {
        get
        {
            lock (gate)
            {
                return lease is { HasEnds: true } ? lease : null;
            }
        }
    }

    public void Begin(PodLease begun)
    {
        lock (gate)
        {
            begun.Name(job.ContainerName);
            lease = begun;
            joined = 0;
            closed = false;
        }
    }

    /// <summary>The body of a pod has ended: is there one to follow it?</summary>
    /// <param name="lane">The lane of the pod, which is that of its successor; null for the first one that has a successor.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="outcome">How its body ended.</param>
    /// <param name="now">The time.</param>
    /// <param name="next">The pod that follows.</param>
    public Succession Follow(ref LeaseLane? lane, PodContext pod, in AttemptOutcome outcome, DateTimeOffset now, out PodContext? next)
    {
        next = null;
        if (!IsOpen)
        {
            return Succession.Ordinary;
        }

        if (lane is null || pod.State != ShortPodState.Leased)
        {
            PodCompletion known = ShortPodEnd.Of(pod, outcome, now);
            return FollowKnown(out lane, pod, in known, now, out next);
        }

        bool plain = outcome.IsPlain && !pod.HasParts;
        PodCompletion more = plain ? default : ShortPodEnd.Of(pod, outcome, now);
        int exitCode = plain ? outcome.ExitCode : more.ExitCode;

        // Asked for once more under the lock; without this, an Indexed Job would take one lock more for nothing.
        if (lane.Share.Left > 0)
        {
            lock (lane.Gate)
            {
                if (pod.State == ShortPodState.Leased && lease!.TryTell(lane.Share, PositionOf(pod), exitCode, now.UtcTicks, in more))
                {
                    ShortPodEnd.Settle(pod);
                    next = StartNext(lane, now);
                    return Succession.Next;
                }
            }
        }

        lock (gate)
        {
            lock (lane.Gate)
            {
                if (pod.State != ShortPodState.Leased || !lease!.Takes(exitCode, lane.Share))
                {
                    return Succession.Ordinary;
                }

                ShortPodEnd.Settle(pod);
                return Answer(lane, lease.Tell(lane.Share, PositionOf(pod), exitCode, now.UtcTicks, in more), now, out next);
            }
        }
    }

    /// <summary>Whether the engine has to hear of what ended: the lookout says so too, but needs a thread for it that quick pods may not leave it.</summary>
    public bool IsLate => Volatile.Read(ref lease)?.IsLate(Lookout.Period) == true;

    /// <summary>Starts no pod any more; those that run become pods like all others. Under the lock of the crew.</summary>
    public void Close()
    {
        lock (gate)
        {
            if (lease is null || closed)
            {
                return;
            }

            for (int i = joined - 1; i >= 0; i--)
            {
                CloseLane(lanes[i], lease);
            }

            closed = true;
        }
    }

    /// <summary>The engine has it back; under the lock of the crew.</summary>
    public void End()
    {
        Close();
        lock (gate)
        {
            lease = null;
        }
    }

    /// <summary>There are no pods: lets go of room.</summary>
    public void Trim()
    {
        lock (gate)
        {
            if (lease is null)
            {
                lanes.Clear();
            }
        }
    }
}
