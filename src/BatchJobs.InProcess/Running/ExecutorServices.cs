using BatchJobs.Diagnostics;
using BatchJobs.Execution;
using BatchJobs.InProcess.Short;
using BatchJobs.Runtime;
using BatchJobs.Specs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace BatchJobs.InProcess.Running;

/// <summary>What all pods of an executor share.</summary>
internal sealed class ExecutorServices
{
    private readonly KeyedSet<Guid, InProcessJob> jobs = new(static job => job.Short.Uid);
    private Judgement? recent;

    public ExecutorServices(InProcessExecutorOptions options)
    {
        Options = options;
        HasShortPods = options is { MaxConcurrentPods: null, LoggerFactory: null, Quiescence: null } && options.TimeProvider == TimeProvider.System;
        Slots = new SlotQueue(options.MaxConcurrentPods ?? int.MaxValue);
        Logger = LoggerOf("BatchJobs.InProcess") ?? (ILogger)NullLogger.Instance;
        PodLogger = LoggerOf("BatchJobs.Pods");
        Work = options.Quiescence is { } quiescence ? new CountedWork(quiescence) : null;
        Json = new ResultJson(options.ResultJson);
        Crew = new Crew(this);
    }

    public InProcessExecutorOptions Options { get; }

    /// <summary>The Jobs of which there is anything to know.</summary>
    public IReadOnlyList<InProcessJob> Jobs => jobs.All;

    public TimeProvider Time => Options.TimeProvider;

    public SlotQueue Slots { get; }

    /// <summary>Counts the bodies that run, abandoned ones included.</summary>
    public BodyCount Bodies { get; } = new();

    /// <summary>Counts what bodies do; null if nobody wants to know.</summary>
    public CountedWork? Work { get; }

    /// <summary>How results are written for a store.</summary>
    public ResultJson Json { get; }

    /// <summary>Where the executor writes.</summary>
    public ILogger Logger { get; }

    /// <summary>Where bodies write; null for nowhere.</summary>
    public ILogger? PodLogger { get; }

    /// <summary>Runs the pods that nobody but their body has to do with.</summary>
    public Crew Crew { get; }

    /// <summary>Whether there can be such pods: no limit to count them against, no log to write to, and the clock is that of the machine.</summary>
    public bool HasShortPods { get; }

    /// <summary>The receiver of reports; null before it is known, and again once the executor is closed.</summary>
    public IPodObserver? Observer { get; set; }

    /// <summary>What is known of a Job; null for nothing.</summary>
    public InProcessJob? FindJob(Guid uid) => jobs.TryGet(uid, out InProcessJob? job) ? job : null;

    /// <summary>Where what becomes known of a Job is kept.</summary>
    public InProcessJob JobOf(Guid uid)
    {
        while (true)
        {
            if (FindJob(uid) is { } known)
            {
                return known;
            }

            var made = new InProcessJob(uid, this);
            if (jobs.TryAdd(made))
            {
                return made;
            }
        }
    }

    public void Forget(InProcessJob job) => jobs.Remove(job);

    /// <summary>Judges a template, the one before it only once.</summary>
    public Judgement Judge(PodSpec template) => Volatile.Read(ref recent) is { } last && ReferenceEquals(last.Template, template) && last.IsOf(Options.Handlers)
        ? last
        : recent = new Judgement(template, Options.Handlers);

    private CalmLogger? LoggerOf(string category) => Options.LoggerFactory is { } factory ? new CalmLogger(factory.CreateLogger(category)) : null;
}
