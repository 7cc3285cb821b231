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
    public ValueTask StopAsync(PodId pod, TimeSpan? gracePeriod) =>
        TellAsync((pod, gracePeriod), static (executor, stop) => executor.StopAsync(stop.pod, stop.gracePeriod));

    /// <summary>The end of a pod is known and safe.</summary>
    public ValueTask ReleaseAsync(PodId pod) => TellAsync(pod, static (executor, released) => executor.ReleaseAsync(released));

    /// <summary>Tells the executor that a Job is gone.</summary>
    public ValueTask ForgetJobAsync(Guid jobUid, bool orphanPods) =>
        TellAsync((jobUid, orphanPods), static (executor, gone) => executor.ForgetJobAsync(gone.jobUid, gone.orphanPods));

    /// <remarks>The order goes beside the call, since a closure would be 100 bytes for each pod, and most calls succeed at once.</remarks>
    private ValueTask TellAsync<T>(T order, Func<IPodExecutor, T, ValueTask> call)
    {
        try
        {
            ValueTask taken = call(services.Executor, order);
            return taken.IsCompletedSuccessfully ? default : new ValueTask(AwaitAsync(taken, order, call));
        }
#pragma warning disable CA1031 // an executor that fails now may succeed later
        catch (Exception error)
#pragma warning restore CA1031
        {
            Persist(error, order, call);
            return default;
        }
    }

    private async Task AwaitAsync<T>(ValueTask taken, T order, Func<IPodExecutor, T, ValueTask> call)
    {
        try
        {
            await taken.ConfigureAwait(false);
        }
#pragma warning disable CA1031 // an executor that fails now may succeed later
        catch (Exception error)
#pragma warning restore CA1031
        {
            Persist(error, order, call);
        }
    }

    /// <summary>Tries what has failed again and again beside everything else, since these requests must not be lost.</summary>
    private void Persist<T>(Exception error, T order, Func<IPodExecutor, T, ValueTask> call)
    {
        JobEngineLog.ExecutorFailed(services.Logger, error);
        _ = RetryAsync(order, call);
    }

    private async Task RetryAsync<T>(T order, Func<IPodExecutor, T, ValueTask> call)
    {
        for (TimeSpan delay = FirstRetry; !services.Closing.IsCancellationRequested; delay = delay * 2 > LongestRetry ? LongestRetry : delay * 2)
        {
            try
            {
                await Task.Delay(delay, services.Time, services.Closing).ConfigureAwait(false);
                await call(services.Executor, order).ConfigureAwait(false);
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
