using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Testing;

namespace BatchJobs.InProcess.Tests;

/// <summary>An executor in virtual time and everything it reports, in order.</summary>
internal sealed class ExecutorFixture : IPodObserver, IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly List<PodReport> reports = [];
    private readonly List<(Func<PodReport, bool> Condition, TaskCompletionSource<PodStatus> Met)> waiters = [];

    public ExecutorFixture(Func<InProcessExecutorOptions, InProcessExecutorOptions>? configure = null)
    {
        var options = new InProcessExecutorOptions { TimeProvider = Clock, CloseTimeout = TimeSpan.Zero };
        Executor = new InProcessPodExecutor(configure?.Invoke(options) ?? options);
        Executor.ConnectAsync(this).AsTask().GetAwaiter().GetResult();
    }

    public VirtualTimeProvider Clock { get; } = new();

    public InProcessPodExecutor Executor { get; }

    public Guid Job { get; } = Guid.NewGuid();

    public PodId Id(long ordinal) => new(Job, ordinal);

    /// <summary>Starts a pod that does what a body does.</summary>
    public Task<PodId> StartAsync(Func<PodContext, Task> body, long ordinal = 0, PodSpec? spec = null)
    {
        Executor.Handlers.Add(ImageOf(ordinal), body);
        return StartAsync(ordinal, spec);
    }

    /// <summary>Starts a pod that returns an exit code.</summary>
    public Task<PodId> StartAsync(Func<PodContext, Task<int>> body, long ordinal = 0, PodSpec? spec = null)
    {
        Executor.Handlers.Add(ImageOf(ordinal), body);
        return StartAsync(ordinal, spec);
    }

    /// <summary>Starts a pod and waits until its body has been called.</summary>
    public async Task<PodId> RunAsync(Func<PodContext, Task> body, long ordinal = 0, PodSpec? spec = null)
    {
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        PodId pod = await StartAsync(
            context =>
            {
                called.TrySetResult();
                return body(context);
            },
            ordinal,
            spec);
        await called.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return pod;
    }

    public async Task<PodId> StartAsync(long ordinal, PodSpec? spec = null)
    {
        await Executor.StartAsync(Request(ordinal, spec));
        return Id(ordinal);
    }

    public PodStartRequest Request(long ordinal, PodSpec? spec = null, string? image = null) => new()
    {
        Id = Id(ordinal),
        Name = $"job-{ordinal}",
        Uid = Guid.NewGuid(),
        Job = new JobKey("job"),
        Index = (int)ordinal,
        CreationTimestamp = Clock.GetUtcNow(),
        Labels = new Dictionary<string, string> { ["team"] = "blue" },
        Annotations = new Dictionary<string, string>(),
        Spec = (spec ?? new PodSpec { RestartPolicy = RestartPolicy.Never }) with
        {
            Containers = spec?.Containers ?? [new Container { Name = "main", Image = image ?? ImageOf(ordinal) }],
        },
    };

    public IReadOnlyList<PodStatus> ReportsOf(PodId pod)
    {
        lock (gate)
        {
            return [.. reports.Where(report => report.Pod == pod).Select(report => report.Status)];
        }
    }

    /// <summary>Waits for a status; one that was reported before counts too.</summary>
    public Task<PodStatus> WhenAsync(PodId pod, Func<PodStatus, bool> condition)
    {
        lock (gate)
        {
            foreach (PodReport report in reports)
            {
                if (report.Pod == pod && condition(report.Status))
                {
                    return Task.FromResult(report.Status);
                }
            }

            var met = new TaskCompletionSource<PodStatus>(TaskCreationOptions.RunContinuationsAsynchronously);
            waiters.Add((report => report.Pod == pod && condition(report.Status), met));
            return met.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }

    public Task<PodStatus> WhenEndedAsync(PodId pod) => WhenAsync(pod, status => status.Phase is PodPhase.Succeeded or PodPhase.Failed);

    public Task<PodStatus> WhenRunningAsync(PodId pod) => WhenAsync(pod, status => status.Phase == PodPhase.Running);

    public void OnReport(in PodReport report)
    {
        lock (gate)
        {
            reports.Add(report);
            foreach ((Func<PodReport, bool> condition, TaskCompletionSource<PodStatus> met) in waiters)
            {
                if (condition(report))
                {
                    met.TrySetResult(report.Status);
                }
            }
        }
    }

    public void OnVanished(PodId pod) => throw new InvalidOperationException("No pod vanishes from a living process.");

    public ValueTask DisposeAsync() => Executor.DisposeAsync();

    private static string ImageOf(long ordinal) => $"image-{ordinal}";
}
