using System.Diagnostics.CodeAnalysis;
using BatchJobs.InProcess.Logs;
using BatchJobs.InProcess.Short;

namespace BatchJobs.InProcess.Running;

/// <summary>What the executor keeps of a Job until it is forgotten: its pods, and what ended pods leave behind.</summary>
internal sealed class InProcessJob
{
    private readonly ExecutorServices services;
    private Dictionary<long, InProcessPod>? madePods;
    private Dictionary<long, PodLog>? madeLogs;
    private Queue<long>? madeEndedLogs;
    private JobResults? madeResults;
    private int ordinaryPods;
    private volatile bool finished;
    private Action? whenEmpty;

    public InProcessJob(Guid uid, ExecutorServices services)
    {
        this.services = services;
        Short = new ShortPodJob(this, uid, services.Crew);
    }

    /// <summary>Those of its pods that nobody but their body has to do with.</summary>
    public ShortPodJob Short { get; }

    // Most Jobs need none of these.
    private Dictionary<long, InProcessPod> PodsByOrdinal => madePods ??= [];

    private Dictionary<long, PodLog> Logs => madeLogs ??= [];

    private Queue<long> EndedLogs => madeEndedLogs ??= new();

    public IReadOnlyList<InProcessPod> Pods
    {
        get
        {
            lock (Gate)
            {
                return [.. PodsByOrdinal.Values];
            }
        }
    }

    public bool TryAdd(InProcessPod pod)
    {
        lock (Gate)
        {
            bool added = PodsByOrdinal.TryAdd(pod.Request.Id.Ordinal, pod);
            ordinaryPods = PodsByOrdinal.Count;
            return added;
        }
    }

    /// <summary>Whether it is an ordinary pod; costs nothing where there are none.</summary>
    public bool Has(long ordinal) => Volatile.Read(ref ordinaryPods) > 0 && TryGet(ordinal, out _);

    public InProcessPod? Find(long ordinal) => Volatile.Read(ref ordinaryPods) > 0 && TryGet(ordinal, out InProcessPod? pod) ? pod : null;

    public bool TryGet(long ordinal, [NotNullWhen(true)] out InProcessPod? pod)
    {
        lock (Gate)
        {
            return PodsByOrdinal.TryGetValue(ordinal, out pod);
        }
    }

    public void Remove(InProcessPod pod)
    {
        Action? emptied;
        lock (Gate)
        {
            PodsByOrdinal.Remove(pod.Request.Id.Ordinal);
            ordinaryPods = PodsByOrdinal.Count;
            emptied = PodsByOrdinal.Count == 0 ? whenEmpty : null;
        }

        emptied?.Invoke();
        ForgetIfBare();
    }

    /// <summary>No pod will be started any more.</summary>
    public void Finish()
    {
        finished = true;
        ForgetIfBare();
    }

    /// <summary>Lets a finished Job go of which there is nothing that anybody could ask for.</summary>
    /// <returns>Whether it is gone.</returns>
    public bool ForgetIfBare()
    {
        if (finished && Short.IsEmpty && IsBare)
        {
            services.Forget(this);
            return true;
        }

        return false;
    }

    /// <remarks>Nobody else locks this object; a lock of its own would be 40 bytes for each Job.</remarks>
    private object Gate => this;

    private bool IsBare
    {
        get
        {
            lock (Gate)
            {
                return madePods is null or { Count: 0 } && madeLogs is null or { Count: 0 } && madeResults is null or { Count: 0 };
            }
        }
    }

    /// <summary>The Job is gone; says when its last pod is.</summary>
    public void Forget(Action whenEmpty)
    {
        lock (Gate)
        {
            this.whenEmpty = whenEmpty;
            if (PodsByOrdinal.Count > 0)
            {
                return;
            }
        }

        whenEmpty();
    }

    /// <summary>The log of a pod; null when nothing was written and nothing will be.</summary>
    public PodLog? FindLog(long ordinal)
    {
        InProcessPod? pod;
        lock (Gate)
        {
            if (Logs.TryGetValue(ordinal, out PodLog? log) || !PodsByOrdinal.TryGetValue(ordinal, out pod))
            {
                return log;
            }
        }

        if (pod.IsEnded)
        {
            return null;
        }

        PodLog opened = OpenLog(ordinal, pod.Container.Name ?? "");
        if (pod.IsEnded)
        {
            CloseLog(ordinal);
        }

        return opened;
    }

    public PodLog OpenLog(long ordinal, string container)
    {
        lock (Gate)
        {
            if (!Logs.TryGetValue(ordinal, out PodLog? log))
            {
                log = new PodLog(container, services.Options.LogLinesPerPod);
                Logs.Add(ordinal, log);
            }

            return log;
        }
    }

    /// <summary>No line of a pod comes any more; the logs of pods that ended long ago go.</summary>
    public void CloseLog(long ordinal)
    {
        lock (Gate)
        {
            if (Logs.TryGetValue(ordinal, out PodLog? log) && log.TryComplete())
            {
                EndedLogs.Enqueue(ordinal);
                if (EndedLogs.Count > services.Options.LogHistory)
                {
                    Logs.Remove(EndedLogs.Dequeue());
                }
            }
        }
    }

    /// <summary>What its pods have set as results, if they have.</summary>
    public JobResults? ResultsIfAny
    {
        get
        {
            lock (Gate)
            {
                return madeResults;
            }
        }
    }

    /// <summary>Where its pods set their results.</summary>
    public JobResults Results
    {
        get
        {
            lock (Gate)
            {
                return madeResults ??= new JobResults(services);
            }
        }
    }
}
