using BatchJobs.InProcess.Running;
using BatchJobs.Primitives;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace BatchJobs.InProcess;

/// <summary>What a body knows of the pod it is, and how it speaks to the outside.</summary>
/// <remarks>A test makes one with an object initializer and looks at what the body left in it.</remarks>
public sealed class PodContext
{
    private readonly IAttemptHost? host;
    private IReadOnlyDictionary<string, string>? environment;
    private IServiceProvider? services;
    private ILogger? logger;

    /// <summary>Makes a context for the test of a body.</summary>
    public PodContext()
    {
    }

    internal PodContext(IAttemptHost host) => this.host = host;

    /// <summary>The Job.</summary>
    /// <value><c>default/test</c>.</value>
    public JobKey Job { get; init; } = new("test");

    /// <summary>The name of the pod.</summary>
    /// <value><c>test-0</c>.</value>
    public string PodName { get; init; } = "test-0";

    /// <summary>The completion index; null in a NonIndexed Job.</summary>
    public int? CompletionIndex { get; init; }

    /// <summary>The completion index of a pod that has one.</summary>
    /// <exception cref="InvalidOperationException">The Job is NonIndexed.</exception>
    public int Index => CompletionIndex ?? throw new InvalidOperationException($"Pods of the NonIndexed Job {Job} have no index.");

    /// <summary>Under which number the result of the pod is found.</summary>
    internal int ResultKey => CompletionIndex ?? PodNumber;

    /// <summary>How many pods the Job had asked for before this one.</summary>
    internal int PodNumber { get; init; }

    /// <summary>Which attempt this is: restarts in place and, with backoffLimitPerIndex, earlier pods of the index included.</summary>
    /// <value>1.</value>
    public int Attempt { get; init; } = 1;

    /// <summary>The environment variables of the container, which is how a manifest hands parameters over.</summary>
    public IReadOnlyDictionary<string, string> Environment
    {
        get => environment ??= host?.Environment ?? new Dictionary<string, string>(StringComparer.Ordinal);
        init => environment = value;
    }

    /// <summary>The arguments of the container: command, then args.</summary>
    public IReadOnlyList<string> Args { get; init; } = [];

    /// <summary>Fires when the body has to end: its pod is stopped, its deadline has passed, the engine closes.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>The services of this attempt: a scope of its own, disposed when the body has ended.</summary>
    /// <exception cref="InvalidOperationException">The executor was given no services.</exception>
    public IServiceProvider Services
    {
        get => services ?? host?.Services ?? throw new InvalidOperationException("The executor was given no services; see InProcessExecutorOptions.Services.");
        init => services = value;
    }

    /// <summary>A log of the pod; what it takes can be read from the engine, and goes to the log of the application.</summary>
    public ILogger Logger
    {
        get => logger ??= host?.Logger ?? NullLogger.Instance;
        init => logger = value;
    }

    /// <summary>What people should read about the end of the pod; cut to 4096 characters. Without it, the message of the exception.</summary>
    public string? TerminationMessage { get; set; }

    /// <summary>What the body last said of its progress.</summary>
    public string? Progress { get; private set; }

    /// <summary>What the body set as its result.</summary>
    public object? Result { get; private set; }

    /// <summary>Sets the result of the pod, kept if the pod succeeds and until its Job is gone.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="result">The result; it replaces the one set before.</param>
    public void SetResult<TResult>(TResult result) => Result = result;

    /// <summary>Says how far the body is; shown as the message of the pod.</summary>
    /// <param name="progress">How far, such as <c>300 of 1000 rows</c>.</param>
    public void ReportProgress(string progress)
    {
        Progress = progress;
        host?.ReportProgress(progress);
    }

    /// <summary>Writes a line to the output of the pod.</summary>
    /// <param name="line">The line.</param>
    public void WriteLine(string line) => host?.Write(line, isError: false);
}
