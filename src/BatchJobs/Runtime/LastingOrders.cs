using BatchJobs.Diagnostics;
using BatchJobs.Execution;
using BatchJobs.Pods;

namespace BatchJobs.Runtime;

/// <summary>What an executor has to be told and must not miss: if it fails, it is told again and again.</summary>
internal sealed class LastingOrders(LoopServices services)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(1);

    /// <summary>Stops a pod.</summary>
    public ValueTask StopAsync(PodId pod, TimeSpan? gracePeriod)
    {
        try
        {
            ValueTask taken = services.Executor.StopAsync(pod, gracePeriod);
            return taken.IsCompletedSuccessfully ? default : new ValueTask(AwaitStopAsync(taken, pod, gracePeriod));
        }
#pragma warning disable CA1031 // an executor that fails now may succeed later
        catch (Exception error)
#pragma warning restore CA1031
        {
            StopLater(pod, gracePeriod, error);
            return default;
        }
    }

    /// <summary>The end of a pod is known and safe.</summary>
    public ValueTask ReleaseAsync(PodId pod)
    {
        try
        {
            ValueTask taken = services.Executor.ReleaseAsync(pod);
            return taken.IsCompletedSuccessfully ? default : new ValueTask(AwaitReleaseAsync(taken, pod));
        }
#pragma warning disable CA1031 // an executor that fails now may succeed later
        catch (Exception error)
#pragma warning restore CA1031
        {
            ReleaseLater(pod, error);
            return default;
        }
    }

    /// <summary>Tells the executor that a Job is gone.</summary>
    public ValueTask ForgetJobAsync(Guid jobUid, bool orphanPods)
    {
        try
        {
            ValueTask taken = services.Executor.ForgetJobAsync(jobUid, orphanPods);
            return taken.IsCompletedSuccessfully ? default : new ValueTask(AwaitForgetAsync(taken, jobUid, orphanPods));
        }
#pragma warning disable CA1031 // an executor that fails now may succeed later
        catch (Exception error)
#pragma warning restore CA1031
        {
            ForgetLater(jobUid, orphanPods, error);
            return default;
        }
    }

    private Task AwaitStopAsync(ValueTask taken, PodId pod, TimeSpan? gracePeriod) => AwaitAsync(taken, executor => executor.StopAsync(pod, gracePeriod));

    private Task AwaitReleaseAsync(ValueTask taken, PodId pod) => AwaitAsync(taken, executor => executor.ReleaseAsync(pod));

    private Task AwaitForgetAsync(ValueTask taken, Guid jobUid, bool orphanPods) => AwaitAsync(taken, executor => executor.ForgetJobAsync(jobUid, orphanPods));

    private async Task AwaitAsync(ValueTask taken, Func<IPodExecutor, ValueTask> call)
    {
        try
        {
            await taken.ConfigureAwait(false);
        }
#pragma warning disable CA1031 // an executor that fails now may succeed later
        catch (Exception error)
#pragma warning restore CA1031
        {
            Persist(error, call);
        }
    }

    // Apart, since a method that has a closure makes it even when it is not needed: 100 bytes for each pod.
    private void StopLater(PodId pod, TimeSpan? gracePeriod, Exception error) => Persist(error, executor => executor.StopAsync(pod, gracePeriod));

    private void ReleaseLater(PodId pod, Exception error) => Persist(error, executor => executor.ReleaseAsync(pod));

    private void ForgetLater(Guid jobUid, bool orphanPods, Exception error) => Persist(error, executor => executor.ForgetJobAsync(jobUid, orphanPods));

    /// <summary>Tries what has failed again and again beside everything else, since these requests must not be lost.</summary>
    private void Persist(Exception error, Func<IPodExecutor, ValueTask> call)
    {
        JobEngineLog.ExecutorFailed(services.Logger, error);
        _ = RetryAsync(call);
    }

    private async Task RetryAsync(Func<IPodExecutor, ValueTask> call)
    {
        for (TimeSpan delay = FirstRetry; !services.Closing.IsCancellationRequested; delay = delay * 2 > LongestRetry ? LongestRetry : delay * 2)
        {
            try
            {
                await Task.Delay(delay, services.Time, services.Closing).ConfigureAwait(false);
                await call(services.Executor).ConfigureAwait(false);
                return;
            }
            catch (OperationCanceledException) when (services.Closing.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // the next round may succeed
            catch (Exception error)
#pragma warning restore CA1031
            {
                JobEngineLog.ExecutorFailed(services.Logger, error);
            }
        }
    }
}
