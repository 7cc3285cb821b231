using BatchJobs.Execution;
using BatchJobs.InProcess.Running;
using BatchJobs.InProcess.Short;
using BatchJobs.Primitives;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace BatchJobs.InProcess;

/// <summary>What a body knows of the pod it is, and how it speaks to the outside.</summary>
/// <remarks>A test makes one with an object initializer and looks at what the body left in it.</remarks>
public sealed class PodContext
{
    private const int NoIndex = -1;

    private readonly long ordinal;
    private readonly int index = NoIndex;

    /// <summary>The request, or what it is made of when somebody wants to see it.</summary>
    private object? origin;

    /// <summary>The parts, or as long as nobody has asked for any the short pods that this one belongs to: 8 bytes less for each of millions.</summary>
    private object? rest;
    private long startedTicks;

    /// <summary>Makes a context for the test of a body.</summary>
    public PodContext()
    {
    }

    internal PodContext(PodStartRequest request, int restarts, IAttemptHost host)
        : this(request, new PodContextParts { Host = host, Restarts = restarts })
    {
    }

    internal PodContext(ShortPodJob job, PodStartRequest request)
        : this(request, job) => StartedAt = request.CreationTimestamp;

    /// <summary>A pod for which there is no request.</summary>
    internal PodContext(ShortPodJob job, PodRequestSource source, long ordinal, int index)
    {
        rest = job;
        origin = source;
        this.ordinal = ordinal;
        this.index = index;
    }

    private PodContext(PodStartRequest request, object rest)
    {
        origin = request;
        ordinal = request.Id.Ordinal;
        index = request.Index ?? NoIndex;
        this.rest = rest;
    }

    /// <summary>The Job.</summary>
    /// <value><c>default/test</c>.</value>
    public JobKey Job
    {
        get => Parts?.Job ?? Known?.Job ?? new JobKey("test");
        init => Own.Job = value;
    }

    /// <summary>The name of the pod.</summary>
    /// <value><c>test-0</c>.</value>
    public string PodName
    {
        get => Parts?.PodName ?? Known?.Name ?? "test-0";
        init => Own.PodName = value;
    }

    /// <summary>The completion index; null in a NonIndexed Job.</summary>
    public int? CompletionIndex
    {
        get => Parts?.CompletionIndex ?? (index < 0 ? null : index);
        init => Own.CompletionIndex = value;
    }

    /// <summary>The completion index of a pod that has one.</summary>
    /// <exception cref="InvalidOperationException">The Job is NonIndexed.</exception>
    public int Index => CompletionIndex ?? throw new InvalidOperationException($"Pods of the NonIndexed Job {Job} have no index.");

    /// <summary>Which attempt this is: restarts in place and, with backoffLimitPerIndex, earlier pods of the index included; pods of other Jobs are not told what came before.</summary>
    /// <value>1.</value>
    public int Attempt
    {
        get => Parts?.Attempt ?? (Known is { } pod ? AttemptNumber.Of(pod, Parts?.Restarts ?? 0) : 1);
        init => Own.Attempt = value;
    }

    /// <summary>The environment variables of the container, which is how a manifest hands parameters over.</summary>
    public IReadOnlyDictionary<string, string> Environment
    {
        get => Parts?.Environment ?? (Own.Environment = Known is { } pod ? PodEnvironment.Of(pod) : new Dictionary<string, string>(StringComparer.Ordinal));
        init => Own.Environment = value;
    }

    /// <summary>The arguments of the container: command, then args.</summary>
    public IReadOnlyList<string> Args
    {
        get => Parts?.Args ?? (Own.Args = Known?.Template.Containers is [var container, ..] ? [.. container.Command ?? [], .. container.Args ?? []] : []);
        init => Own.Args = value;
    }

    /// <summary>Fires when the body has to end: its pod is stopped, its deadline has passed, the engine closes.</summary>
    public CancellationToken CancellationToken
    {
        get => Parts?.CancellationToken ?? (origin is null ? default : StopSource.Token);
        init => Own.CancellationToken = value;
    }

    /// <summary>The services of this attempt: a scope of its own, disposed when the body has ended.</summary>
    /// <exception cref="InvalidOperationException">The executor was given no services.</exception>
    public IServiceProvider Services
    {
        get => Parts?.Services ?? Host?.Services ?? throw new InvalidOperationException("The executor was given no services; see InProcessExecutorOptions.Services.");
        init => Own.Services = value;
    }

    /// <summary>A log of the pod; what it takes can be read from the engine, and goes to the log of the application.</summary>
    public ILogger Logger
    {
        get => Parts?.Logger ?? (Own.Logger = Host?.Logger ?? NullLogger.Instance);
        init => Own.Logger = value;
    }

    /// <summary>What people should read about the end of the pod; cut to 4096 characters. Without it, the message of the exception.</summary>
    public string? TerminationMessage
    {
        get => Parts?.TerminationMessage;
        set => Own.TerminationMessage = value;
    }

    /// <summary>What the body last said of its progress.</summary>
    public string? Progress => Parts?.Progress;

    /// <summary>What the body set as its result.</summary>
    public object? Result => Parts?.Result;

    /// <summary>Under which number the result of the pod is found.</summary>
    internal int ResultKey => CompletionIndex ?? (int)ordinal;

    /// <summary>What the executor was asked to start; for contexts it made only.</summary>
    internal PodStartRequest Request => Known!;

    /// <summary>The number of the pod among those of its Job.</summary>
    internal long Ordinal => ordinal;

    /// <summary>The short pods this one belongs to; null if it was made for an ordinary pod.</summary>
    internal ShortPodJob? ShortPods => rest as ShortPodJob ?? Parts?.ShortPods;

    /// <summary>When the body of a short pod was called; before that, when the pod was asked for.</summary>
    internal DateTimeOffset StartedAt
    {
        get => new(startedTicks, TimeSpan.Zero);
        set => startedTicks = value.UtcTicks;
    }

    /// <summary>The attempt of the ordinary pod that a short one has become.</summary>
    internal PodAttempt? HandedOverTo
    {
        get => Parts?.HandedOverTo;
        set => Own.HandedOverTo = value;
    }

    /// <summary>Whether the body asked for anything, or left something.</summary>
    internal bool HasParts => rest is PodContextParts;

    /// <summary>Whether the body of a short pod wrote anything.</summary>
    internal bool HasLog => Parts is { Host: ShortPodHost { HasLog: true } };

    /// <summary>For the crew, under its lock; of a leased pod under that of its lane.</summary>
    internal ShortPodState State { get; set; }

    /// <summary>Whether a stop was asked for.</summary>
    internal bool IsStopping => Parts?.StopSource is { IsCancellationRequested: true };

    /// <summary>Fires <see cref="CancellationToken"/>; made when it is first asked for.</summary>
    internal CancellationTokenSource StopSource
    {
        get
        {
            PodContextParts own = Own;
            lock (own)
            {
                return own.StopSource ??= new CancellationTokenSource();
            }
        }
    }

    private IAttemptHost? Host => rest is null ? null : Own.HostOf(this);

    /// <summary>The request; null in the test of a body.</summary>
    private PodStartRequest? Known
    {
        get
        {
            if (origin is PodRequestSource source)
            {
                Interlocked.CompareExchange(ref origin, new PodStartRequest(source, ordinal, index, StartedAt, 0, 0, activity: null), source);
            }

            return (PodStartRequest?)origin;
        }
    }

    private PodContextParts? Parts => rest as PodContextParts;

    private PodContextParts Own
    {
        get
        {
            object? before = Volatile.Read(ref rest);
            if (before is PodContextParts known)
            {
                return known;
            }

            var made = new PodContextParts { ShortPods = (ShortPodJob?)before };
            return Interlocked.CompareExchange(ref rest, made, before) as PodContextParts ?? made;
        }
    }

    /// <summary>Sets the result of the pod, kept if the pod succeeds and until its Job is gone.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="result">The result; it replaces the one set before.</param>
    public void SetResult<TResult>(TResult result) => Own.Result = result;

    /// <summary>Says how far the body is; shown as the message of the pod.</summary>
    /// <param name="progress">How far, such as <c>300 of 1000 rows</c>.</param>
    public void ReportProgress(string progress)
    {
        Own.Progress = progress;
        Host?.ReportProgress(progress);
    }

    /// <summary>Writes a line to the output of the pod.</summary>
    /// <param name="line">The line; null for an empty one.</param>
    public void WriteLine(string? line) => Host?.Write(line, isError: false);

    /// <summary>Does something once the pod has succeeded; at once if nobody but its body has to do with it, as then it will.</summary>
    internal void WhenSucceeded(Action then)
    {
        if (HasParts)
        {
            Own.WhenSucceeded = then;
        }
        else
        {
            then();
        }
    }

    /// <summary>The pod succeeds.</summary>
    internal void TellSuccess() => Parts?.WhenSucceeded?.Invoke();

    /// <summary>The body has ended.</summary>
    internal void DisposeStopSource() => Parts?.StopSource?.Dispose();
}
