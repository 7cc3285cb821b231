using BatchJobs.Execution;
using BatchJobs.Storage;

namespace BatchJobs;

/// <content>Start.</content>
public sealed partial class JobEngine
{
    /// <summary>Makes an engine and starts it: the way to an engine with a store.</summary>
    /// <param name="executor">Runs the pods; disposed with the engine, also if it can't be started.</param>
    /// <param name="options">Everything else; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The engine, with every Job of its store going on.</returns>
    /// <exception cref="JobStoreException">The store can't be used; its <see cref="JobStoreException.Problem"/> says why.</exception>
    public static async Task<JobEngine> OpenAsync(IPodExecutor executor, JobEngineOptions? options = null, CancellationToken cancellationToken = default)
    {
        var engine = new JobEngine(executor, options);
        try
        {
            await engine.StartAsync(cancellationToken).ConfigureAwait(false);
            return engine;
        }
        catch
        {
            await engine.AbandonAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Connects to the executor and takes up the Jobs of the store, if nothing else has yet; an engine without a store need not be started.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when every Job of the store goes on.</returns>
    /// <exception cref="JobStoreException">The store can't be used; its <see cref="JobStoreException.Problem"/> says why.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(services.Stopping, this);
        return jobs.ConnectAsync().WaitAsync(cancellationToken);
    }

    private async Task CloseStoreAsync(bool graceful)
    {
        if (services.Commits is not { } commits)
        {
            return;
        }

        try
        {
            if (graceful)
            {
                // What the end of the executor brought is saved too.
                await quiescence.WhenIdleAsync().WaitAsync(services.Options.ShutdownSlack, services.Time).ConfigureAwait(false);
            }
        }
        catch (TimeoutException)
        {
            // What is not saved by now is found out at the next start.
        }

        await commits.CloseAsync().ConfigureAwait(false);
    }
}
