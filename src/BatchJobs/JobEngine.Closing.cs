using BatchJobs.Events;
using BatchJobs.Runtime;

namespace BatchJobs;

/// <content>The end.</content>
public sealed partial class JobEngine
{
    /// <summary>Closes the engine as <see cref="DisposeAsync"/> does, but only as long as there is time.</summary>
    /// <param name="cancellationToken">Ends the wait for pods: what still runs is ended by force.</param>
    /// <returns>A task that ends when the engine is closed.</returns>
    public Task StopAsync(CancellationToken cancellationToken = default) => CloseOnceAsync(graceful: true, cancellationToken);

    /// <summary>Stops all pods as suspending their Jobs would, so that no retry is spent, then closes the executor.</summary>
    /// <returns>A task that ends when no pod lives.</returns>
    public async ValueTask DisposeAsync() => await (Interlocked.CompareExchange(ref closed, null, null) ?? CloseOnceAsync(graceful: true)).ConfigureAwait(false);

    /// <summary>Closes without stopping pods through their Jobs first; for virtual time, in which nobody would wait for them.</summary>
    internal Task AbandonAsync() => CloseOnceAsync(graceful: false);

    private Task CloseOnceAsync(bool graceful, CancellationToken force = default)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Interlocked.CompareExchange(ref closed, done.Task, null) is { } other)
        {
            return other;
        }

        return CloseAsync();

        async Task CloseAsync()
        {
            try
            {
                services.Stopping = true;
                services.Held?.BeginAll();
                if (graceful && !services.Options.Cordoned)
                {
                    await StopPodsAsync(force).ConfigureAwait(false);
                }

                try
                {
                    await closing.CancelAsync().ConfigureAwait(false);
                    await services.Timer.DisposeAsync().ConfigureAwait(false);
                    await services.Executor.DisposeAsync().ConfigureAwait(false);
                }
                finally
                {
                    // Whatever else could not be closed, the next engine can open the store.
                    await CloseStoreAsync(graceful).ConfigureAwait(false);
                }
            }
            finally
            {
                // Whatever could not be closed, nobody is left waiting.
                services.Metrics.Dispose();
                services.Closed = true;
                watchers.Dispose();
                foreach (JobLoop loop in directory.Present)
                {
                    loop.View.Close(new ObjectDisposedException(nameof(JobEngine)));
                }

                done.TrySetResult();
            }
        }
    }

    private async Task StopPodsAsync(CancellationToken force)
    {
        if (services.Options.DrainPeriod > TimeSpan.Zero)
        {
            await WhenDrainedAsync(JobEvent.EngineDraining(), services.Options.DrainPeriod, force).ConfigureAwait(false);
        }

        TimeSpan patience = TimeSpan.FromSeconds(directory.Present
            .Where(loop => loop.FinishedAt is null)
            .Select(loop => Math.Clamp(loop.View.Stored.Spec.Template.Spec.TerminationGracePeriodSeconds ?? 0, 0, int.MaxValue))
            .DefaultIfEmpty()
            .Max());
        await WhenDrainedAsync(JobEvent.EngineStopping(), services.Options.ShutdownSlack + patience, force).ConfigureAwait(false);
    }

    /// <summary>Tells all Jobs something and waits until no pod lives, but no longer than there is patience.</summary>
    private async Task WhenDrainedAsync(JobEvent told, TimeSpan patience, CancellationToken force)
    {
        List<Task> drained = [];
        foreach (JobLoop loop in directory.Present.Where(loop => !loop.View.IsOver))
        {
            loop.Post(told);
            drained.Add(loop.AskAsync(static () => true).ContinueWith(static (_, view) => ((JobView)view!).WhenDrainedAsync(), loop.View, TaskScheduler.Default).Unwrap());
        }

        try
        {
            await Task.WhenAll(drained).WaitAsync(patience, services.Time, force).ConfigureAwait(false);
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            // What comes next is less patient; in the end the executor ends by force what is left.
        }
    }
}
