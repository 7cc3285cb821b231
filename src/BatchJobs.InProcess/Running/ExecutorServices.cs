using BatchJobs.Execution;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace BatchJobs.InProcess.Running;

/// <summary>What all pods of an executor share.</summary>
internal sealed class ExecutorServices(InProcessExecutorOptions options)
{
    public InProcessExecutorOptions Options { get; } = options;

    public TimeProvider Time => Options.TimeProvider;

    public SlotQueue Slots { get; } = new(options.MaxConcurrentPods ?? int.MaxValue);

    /// <summary>Counts the bodies that run, abandoned ones included.</summary>
    public BodyCount Bodies { get; } = new();

    /// <summary>Where the executor writes.</summary>
    public ILogger Logger { get; } = options.LoggerFactory?.CreateLogger("BatchJobs.InProcess") ?? NullLogger.Instance;

    /// <summary>Where bodies write; null for nowhere.</summary>
    public ILogger? PodLogger { get; } = options.LoggerFactory?.CreateLogger("BatchJobs.Pods");

    /// <summary>The receiver of reports; null before it is known, and again once the executor is closed.</summary>
    public IPodObserver? Observer { get; set; }
}
