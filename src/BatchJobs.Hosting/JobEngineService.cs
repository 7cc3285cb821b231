using BatchJobs.Diagnostics;
using BatchJobs.Storage;
using Microsoft.Extensions.Hosting;

namespace BatchJobs.Hosting;

/// <summary>Starts an engine with its host and stops it within the time the host has.</summary>
/// <remarks>Stopping takes no more Jobs, starts no more pods, asks those that run to end, and ends by force what is left.</remarks>
internal sealed class JobEngineService(Func<JobEngine> resolve, JobEngineHostingOptions options, TimeProvider time) : IHostedService
{
    /// <summary>Longer ones no timer can have; who waits that long waits for ever.</summary>
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(49);

    private JobEngine? engine;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        engine = resolve();
        await StartEngineAsync(engine, cancellationToken).ConfigureAwait(false);
        JobEngineHealth health = await engine.CheckHealthAsync(cancellationToken).ConfigureAwait(false);
        if (options.RequireExecutor && health.ExecutorError is { } error)
        {
            throw new InvalidOperationException($"The executor of the Job engine does not answer: {error.Message}", error);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (engine is null)
        {
            return;
        }

        using var timeout = new CancellationTokenSource(options.DrainTimeout <= LongestTimeout ? options.DrainTimeout : Timeout.InfiniteTimeSpan, time);
        using var force = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        await engine.StopAsync(force.Token).ConfigureAwait(false);
    }

    /// <summary>A store that can't be used keeps the host from starting; an executor that does not answer is a matter of settings.</summary>
    private static async Task StartEngineAsync(JobEngine engine, CancellationToken cancellationToken)
    {
        try
        {
            await engine.StartAsync(cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // the health of the engine tells it
        catch (Exception error) when (error is not (JobStoreException or OperationCanceledException))
#pragma warning restore CA1031
        {
        }
    }
}
