using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Primitives;

namespace BatchJobs.Cli.Running;

/// <summary>An engine of this process.</summary>
/// <param name="executor">What runs its pods.</param>
/// <param name="keepsPods">Whether pods that have ended stay where they are.</param>
internal sealed class EngineTarget(IPodExecutor executor, bool keepsPods) : IRunTarget
{
    private readonly JobEngine engine = new(executor, new JobEngineOptions { FinishedPodHistory = 1000 });

    public IJobClient Client => engine;

    public long? CountLines(PodId pod) => engine.Executor.CountLines(pod);

    public Task StopAsync(JobKey key) => engine.SuspendAsync(key);

    public Task CleanUpAsync(JobKey key) => keepsPods ? Task.CompletedTask : engine.DeleteAsync(key);

    public ValueTask DisposeAsync() => engine.DisposeAsync();
}
