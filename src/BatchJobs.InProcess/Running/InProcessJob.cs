using System.Diagnostics.CodeAnalysis;
using BatchJobs.InProcess.Logs;
using BatchJobs.InProcess.Short;

namespace BatchJobs.InProcess.Running;

/// <summary>What the executor keeps of a Job until it is forgotten: its pods, and what ended pods leave behind.</summary>
internal sealed class InProcessJob
{
    private readonly ExecutorServices services;
    private Belongings? belongings;
    private int ordinaryPods;
    private volatile bool finished;

    public InProcessJob(Guid uid, ExecutorServices services)
    {
        this.services = services;
        Short = new ShortPodJob(this, uid);
    }

    /// <summary>Those of its pods that nobody but their body has to do with.</summary>
    public ShortPodJob Short { get; }

    public Crew Crew => services.Crew;

    public IReadOnlyList<InProcessPod> Pods
    {
        get
        {
            lock (Gate)
            {
                return belongings is null ? [] : [.. belongings.Pods.Values];
            }
        }
    }

    public bool TryAdd(InProcessPod pod)
    {
        lock (Gate)
        {
            bool added = Own.Pods.TryAdd(pod.Request.Id.Ordinal, pod);
            ordinaryPods = Own.Pods.Count;
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
            pod = null;
            return belongings?.Pods.TryGetValue(ordinal, out pod) == true;
        }
    }

    public void Remove(InProcessPod pod)
    {
        Action? emptied;
        lock (Gate)
        {
            Own.Pods.Remove(pod.Request.Id.Ordinal);
            ordinaryPods = Own.Pods.Count;
            emptied = ordinaryPods == 0 ? Own.WhenEmpty : null;
        }

        emptied?.Invoke();
        ForgetIfBare();
    }

    /// <summary>No pod will be started any more.</summary>
    public void Finish()
    {
        finished = true;
        Interlocked.MemoryBarrier(); // a last pod that is released meanwhile sees this, or it is seen here that the pod is gone
        ForgetIfBare();
    }

    /// <summary>Lets a finished Job go of which there is nothing that anybody could ask for.</summary>
    /// <returns>Whether it is gone.</returns>
    public bool ForgetIfBare()
    {
        if (!Short.IsEmpty)
        {
            return false;
        }

        Interlocked.MemoryBarrier(); // see Finish
        if (!finished || !IsBare)
        {
            return false;
        }

        services.Forget(this);
        return true;
    }

    /// <remarks>Nobody else locks this object; a lock of its own would be 40 bytes for each Job.</remarks>
    private object Gate => this;

    private Belongings Own => belongings ??= new Belongings(services.Options);

    private bool IsBare
    {
        get
        {
            lock (Gate)
            {
                return belongings is null or { Pods.Count: 0, Logs.Count: 0, Results: null or { Count: 0 } };
            }
        }
    }

    /// <summary>The Job is gone; says when its last pod is.</summary>
    public void Forget(Action whenEmpty)
    {
        lock (Gate)
        {
            Own.WhenEmpty = whenEmpty;
            if (ordinaryPods > 0)
            {
                return;
            }
        }

        whenEmpty();
    }

    /// <summary>The log of a pod; null when nothing was written and nothing will be.</summary>
    public PodLog? FindLog(long ordinal)
    {
        lock (Gate)
        {
            if (belongings?.Logs.TryGet(ordinal, out PodLog? log) == true)
            {
                return log;
            }
        }

        if (Find(ordinal) is not { IsEnded: false } pod)
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
            return Own.Logs.Open(ordinal, container);
        }
    }

    /// <summary>Writes a line, unless the pod has ended; its log may be gone by then, and nobody would end another one.</summary>
    public void Write<TPod>(long ordinal, string container, string? line, bool isError, TPod pod, Func<TPod, bool> hasEnded)
    {
        if (hasEnded(pod))
        {
            return;
        }

        OpenLog(ordinal, container).Write(line, isError, services.Time.GetUtcNow());
        if (hasEnded(pod))
        {
            CloseLog(ordinal);
        }
    }

    /// <summary>No line of a pod comes any more.</summary>
    public void CloseLog(long ordinal)
    {
        lock (Gate)
        {
            belongings?.Logs.Close(ordinal);
        }
    }

    /// <summary>What its pods have set as results, if they have.</summary>
    public JobResults? ResultsIfAny
    {
        get
        {
            lock (Gate)
            {
                return belongings?.Results;
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
                return Own.Results ??= new JobResults(services);
            }
        }
    }

    /// <summary>Keeps what the body of a pod that succeeds has left.</summary>
    /// <returns>How the pod ends; as failed if there are too many results.</returns>
    public AttemptOutcome KeepResult(PodContext pod, AttemptOutcome outcome)
    {
        if (!outcome.Succeeded)
        {
            return outcome;
        }

        if (pod.Result is { } result && !Results.TryKeep(pod.ResultKey, result))
        {
            return AttemptOutcome.TooManyResults(services.Options.MaxResultsPerJob);
        }

        pod.TellSuccess();
        return outcome;
    }

    /// <summary>What most Jobs have nothing of: ordinary pods, logs, results.</summary>
    private sealed class Belongings(InProcessExecutorOptions options)
    {
        public Dictionary<long, InProcessPod> Pods { get; } = [];

        public JobLogs Logs { get; } = new(options);

        public JobResults? Results { get; set; }

        /// <summary>What is to be done once the last ordinary pod of a Job that is gone has gone too.</summary>
        public Action? WhenEmpty { get; set; }
    }
}
