using BatchJobs.Execution;
using BatchJobs.InProcess.Running;
using BatchJobs.Pods;

namespace BatchJobs.InProcess.Short;

/// <summary>The pods of a Job that follow one another under a lease, so that the engine need not be asked for each of them.</summary>
/// <remarks>
/// The engine does not know of them before the lease ends. Whoever has to do with one of them ends the lease first: then those that
/// run are short pods like all others. Locked after the crew, and never while a body is called.
/// </remarks>
internal sealed class LeasedPods(ShortPodJob job, Crew crew)
{
    private const int FirstCapacity = 16;

    private readonly Lock gate = new();

    /// <summary>Those that were started and have not ended, by their position in the lease.</summary>
    private PodContext?[] living = [];
    private PodLease? lease;
    private bool closed;

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
            closed = false;
        }
    }

    /// <summary>The body of a pod has ended: is there one to follow it?</summary>
    public Succession Follow(PodContext pod, in AttemptOutcome outcome, DateTimeOffset now, out PodContext? next)
    {
        next = null;
        if (!IsOpen)
        {
            return Succession.Ordinary;
        }

        if (pod.State == ShortPodState.Leased && outcome.IsPlain && !pod.HasParts)
        {
            lock (gate)
            {
                return pod.State == ShortPodState.Leased && lease!.Takes(outcome.ExitCode)
                    ? Start(lease.Exited(Leave(pod), outcome.ExitCode, now.UtcTicks), now, out next)
                    : Succession.Ordinary;
            }
        }

        PodCompletion end = ShortPodEnd.Of(pod, outcome, crew.Options, now);
        return pod.State == ShortPodState.Leased ? Follow(pod, in end, now, out next) : FollowKnown(pod, in end, now, out next);
    }

    /// <summary>Starts no pod any more; those that run become pods like all others. Under the lock of the crew.</summary>
    public void Close()
    {
        lock (gate)
        {
            if (lease is null || closed)
            {
                return;
            }

            for (int position = 0; position < lease.Starts; position++)
            {
                if (living[position] is { } pod)
                {
                    living[position] = null;
                    pod.State = ShortPodState.Running;
                    job.TryAdd(pod);
                    lease.GoesOn(position);
                }
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
                living = [];
            }
        }
    }

    private Succession Follow(PodContext pod, in PodCompletion end, DateTimeOffset now, out PodContext? next)
    {
        lock (gate)
        {
            next = null;
            return pod.State == ShortPodState.Leased && lease!.Takes(end.ExitCode) ? Start(lease.Ended(Leave(pod), in end), now, out next) : Succession.Ordinary;
        }
    }

    /// <summary>The end of a pod that the engine knows; the crew has to remember it until it is released.</summary>
    private Succession FollowKnown(PodContext pod, in PodCompletion end, DateTimeOffset now, out PodContext? next)
    {
        lock (crew.Gate)
        {
            lock (gate)
            {
                next = null;
                if (pod.State != ShortPodState.Running || !IsOpen || !lease!.Takes(end.ExitCode))
                {
                    return Succession.Ordinary;
                }

                pod.State = ShortPodState.Ended;
                job.End(in end);
                return Start(lease.Ended(-1, in end), now, out next);
            }
        }
    }

    private int Leave(PodContext pod)
    {
        int position = (int)(pod.Ordinal - lease!.FirstOrdinal);
        living[position] = null;
        return position;
    }

    private Succession Start(bool granted, DateTimeOffset now, out PodContext? next)
    {
        if (!granted)
        {
            next = null;
            return Succession.Due;
        }

        int position = lease!.Starts - 1;
        if (position >= living.Length)
        {
            Array.Resize(ref living, Math.Max(FirstCapacity, living.Length * 4));
        }

        next = living[position] = new PodContext(job, lease.Source, lease.OrdinalOf(position), lease.IndexOf(position)) { State = ShortPodState.Leased, StartedAt = now };
        return Succession.Next;
    }
}

/// <summary>What follows from the end of a body.</summary>
internal enum Succession
{
    /// <summary>It is settled and reported like any other.</summary>
    Ordinary,

    /// <summary>It is told, and the next pod runs.</summary>
    Next,

    /// <summary>It is told; the engine has to say how it goes on.</summary>
    Due,
}
