using BatchJobs.Execution;
using BatchJobs.InProcess.Running;

namespace BatchJobs.InProcess.Short;

/// <summary>Threads of the pool that run short pods: each takes one after the other, and reports their ends together.</summary>
/// <remarks>
/// For pods that nobody but their body has to do with, which makes them much cheaper than an <see cref="InProcessPod"/>
/// (a pod of a Job of many costs 0.06 us of processor time and 64 bytes in all if it is lent, else 0.5 us and 127 bytes; an ordinary one costs some us and 2 600 bytes), and which no one can tell from one:
/// as soon as a pod is stopped, asks for services, reports progress, or lasts for some milliseconds, it is handed over to an <see cref="InProcessPod"/>.
/// A thread goes on alone as long as bodies return in less time than it takes to wake another one, unless it has a long row of them before it that
/// others can share; if a body then does not return, the lookout notices and calls for help.
/// </remarks>
internal sealed partial class Crew : IThreadPoolWorkItem, IDisposable
{
    private readonly Lock gate = new();
    private readonly Queue<PodContext> ready = new();
    private readonly List<Shift> shifts = [];
    private readonly Stack<Shift> resting = new();
    private readonly ExecutorServices services;
    private readonly Lookout lookout;
    private readonly BodyCall body;
    private readonly Queue<(PodContext Pod, AttemptOutcome Outcome)> returned = new();
    private int attentive;
    private bool summoned;

    public Crew(ExecutorServices services)
    {
        this.services = services;
        body = new BodyCall(services.Options.ExceptionExitCodes);
        lookout = new Lookout(this);
    }

    /// <summary>Tables that no Job has use for now; under the lock.</summary>
    public Stack<ShortPodTable> Tables { get; } = new();

    /// <summary>Jobs that have such a table; under the lock.</summary>
    public List<ShortPodJob> Busy { get; } = [];

    /// <summary>Guards everything here, and all short pods.</summary>
    public Lock Gate => gate;

    /// <summary>The shift that reports on this thread just now; null if there is none of this crew.</summary>
    public Shift? Mine => Shift.Mine is { } mine && mine.Crew == this ? mine : null;

    public DateTimeOffset Now => services.Time.GetUtcNow();

    /// <summary>Takes a pod in, unless it is known.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="moreFollow">Whether <see cref="GoAhead"/> follows, which a quick body can wait for.</param>
    public void Enter(PodContext pod, bool moreFollow = false)
    {
        if (Mine is { } mine)
        {
            mine.Entered.Add(pod);
            if (!moreFollow)
            {
                lock (gate)
                {
                    Admit(mine); // before anybody on another thread stops it
                }
            }

            return;
        }

        bool waits = moreFollow && pod.ShortPods!.Registration.Pace.IsQuick;
        bool summon;
        lock (gate)
        {
            Admit(pod, ready);
            summon = !waits && NeedsHelp();
        }

        if (waits)
        {
            lookout.Begin(); // should it not follow after all
        }

        Summon(summon);
    }

    /// <summary>All pods of a step are there.</summary>
    /// <remarks>
    /// A thread that began before that would report ends while the step goes on, which then has more to do, for which the thread brings more again:
    /// of a thousand pods at a time each took 0.3 us instead of 0.06.
    /// </remarks>
    public void GoAhead()
    {
        Shift? mine = Mine;
        if (mine is { Entered.Count: 0 })
        {
            return;
        }

        bool summon;
        lock (gate)
        {
            if (mine is not null)
            {
                Admit(mine); // before the loop of the Job rests, whose next step may stop them on another thread
            }

            summon = NeedsHelp();
        }

        Summon(summon);
    }

    /// <summary>Forgets a pod that has ended; one that has not is handed over.</summary>
    public void Release(ShortPodJob job, long ordinal)
    {
        if (Mine is { } mine)
        {
            mine.Released.Add((job, ordinal));
            return;
        }

        InProcessPod? ordinary;
        lock (gate)
        {
            ordinary = Forget(job, ordinal);
        }

        (ordinary ?? job.Job.Find(ordinal))?.Release();
    }

    /// <summary>Makes a pod that waits or runs an ordinary one; null if there is none.</summary>
    public InProcessPod? HandOver(ShortPodJob job, long ordinal)
    {
        CarryOut();
        lock (gate)
        {
            return job.Find(ordinal) is { State: not ShortPodState.Ended } pod ? HandOverLocked(pod) : null;
        }
    }

    /// <summary>Makes the pod of a body an ordinary one; null if the body has ended.</summary>
    public PodAttempt? HandOver(PodContext pod)
    {
        lock (gate)
        {
            pod.ShortPods!.Registration.Pace.HandsOver = true;
            pod.ShortPods.Leased.Close();
            if (pod.State == ShortPodState.Running)
            {
                HandOverLocked(pod);
            }

            return pod.HandedOverTo;
        }
    }

    /// <summary>Makes all pods of a Job ordinary ones.</summary>
    public void HandOverAll(ShortPodJob job)
    {
        CarryOut();
        lock (gate)
        {
            job.Leased.Close();
            foreach (ShortPod pod in job.Pods.Where(pod => pod.Context.State != ShortPodState.Ended).ToList())
            {
                HandOverLocked(pod.Context);
            }
        }
    }

    /// <summary>The Job is gone: what lives becomes ordinary pods, and nobody will release those that have ended.</summary>
    public void ForgetAll(ShortPodJob job)
    {
        HandOverAll(job);
        lock (gate)
        {
            foreach (ShortPod pod in job.Pods.Where(static pod => pod.Context.State == ShortPodState.Ended).ToList())
            {
                job.Remove(pod.Context.Ordinal);
            }
        }
    }

    /// <summary>The engine takes a lease back.</summary>
    public void EndLease(ShortPodJob job)
    {
        lock (gate)
        {
            job.Leased.End();
        }
    }

    public IReadOnlyList<PodReport> List(ShortPodJob job)
    {
        lock (gate)
        {
            return [.. job.Pods.Select(pod => pod.Report)];
        }
    }

    /// <summary>Ends the lookout; no pod is taken in any more.</summary>
    public void Dispose() => lookout.Dispose();

    private void Admit(Shift shift)
    {
        foreach (PodContext pod in shift.Entered)
        {
            Admit(pod, shift.Keeps(pod) ? shift.Own : ready);
        }

        shift.Entered.Clear();
    }

    private static void Admit(PodContext pod, Queue<PodContext> line)
    {
        if (pod.ShortPods!.TryAdd(pod))
        {
            line.Enqueue(pod);
        }
    }

    /// <returns>The ordinary pod that one has become which had not ended; null if there was none.</returns>
    private InProcessPod? Forget(ShortPodJob job, long ordinal)
    {
        if (job.Find(ordinal) is not { } pod)
        {
            return null;
        }

        if (pod.State != ShortPodState.Ended)
        {
            return HandOverLocked(pod);
        }

        job.Release(ordinal);
        return null;
    }

    private InProcessPod HandOverLocked(PodContext pod)
    {
        ShortPodJob job = pod.ShortPods!;
        bool running = pod.State == ShortPodState.Running;
        job.Remove(pod.Request.Id.Ordinal);
        pod.State = ShortPodState.HandedOver;
        var ordinary = new InProcessPod(pod.Request, job.Job, services);
        job.Job.TryAdd(ordinary);
        if (running)
        {
            pod.HandedOverTo = ordinary.Adopt(pod, job.Registration);
        }

        return ordinary;
    }
}
