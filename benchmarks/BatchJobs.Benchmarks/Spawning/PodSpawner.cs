using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Processes;
using BatchJobs.Specs;

namespace BatchJobs.Benchmarks.Spawning;

/// <summary>Runs pods of one container through an executor, each new one when another has ended.</summary>
internal sealed class PodSpawner(int parallelism, bool captureOutput = true) : IPodObserver, IAsyncDisposable
{
    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>();

    private static readonly PodSpec True = Runs("/bin/true");
    private static readonly PodSpec Sleep = Runs("/bin/sleep", "1000");

    private readonly Guid job = Guid.NewGuid();
    private TaskCompletionSource over = new();
    private ProcessPodExecutor? executor;
    private long ordinal;
    private int left;
    private int running;

    public void OnReport(in PodReport report)
    {
        if (report.Status.Phase is not (PodPhase.Succeeded or PodPhase.Failed)) return;
        if (report.Status.Phase == PodPhase.Failed) throw new InvalidOperationException(report.Status.Message);
        _ = executor!.ReleaseAsync(report.Pod).AsTask();
        if (Interlocked.Decrement(ref left) >= 0) _ = StartAsync(True).AsTask();
        else if (Interlocked.Decrement(ref running) == 0) over.SetResult();
    }

    public void OnVanished(PodId pod) => throw new InvalidOperationException($"{pod} vanished.");

    public async ValueTask DisposeAsync()
    {
        if (executor is not null) await executor.DisposeAsync();
    }

    internal async Task RunAsync(int count)
    {
        await OpenAsync();
        over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        running = Math.Min(parallelism, count);
        left = count - running;
        for (var i = running; i > 0; i--) await StartAsync(True);
        await over.Task;
        await executor!.ForgetJobAsync(job, orphanPods: false);
    }

    /// <summary>Starts pods that stay.</summary>
    internal async Task<ProcessPodExecutor> StartManyAsync(int count)
    {
        await OpenAsync();
        for (var i = 0; i < count; i++) await StartAsync(Sleep);
        while ((await executor!.ListAsync()).Any(report => report.Status.Phase != PodPhase.Running)) await Task.Yield();
        return executor;
    }

    private async Task OpenAsync()
    {
        if (executor is not null) return;
        executor = new ProcessPodExecutor(new ProcessExecutorOptions { CaptureOutput = captureOutput });
        await executor.ConnectAsync(this);
    }

    private ValueTask StartAsync(PodSpec spec)
    {
        var number = Interlocked.Increment(ref ordinal);
        return executor!.StartAsync(new PodStartRequest
        {
            Id = new PodId(job, number),
            Name = "pod",
            Uid = new Guid((int)number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
            Job = new JobKey("job"),
            CreationTimestamp = DateTimeOffset.UnixEpoch,
            Labels = Nothing,
            Annotations = Nothing,
            Spec = spec,
        });
    }

    private static PodSpec Runs(params string[] command) =>
        new() { RestartPolicy = RestartPolicy.Never, Containers = [new Container { Name = "main", Command = command }] };
}
