using BatchJobs.Diagnostics;
using Microsoft.Extensions.Hosting;

namespace BatchJobs.Hosting;

/// <summary>Starts an engine with its host and stops it within the time the host has.</summary>
/// <remarks>Stopping takes no more Jobs, starts no more pods, asks those that run to end, and ends by force what is left.</remarks>
internal sealed class JobEngineService(Func<JobEngine> resolve, JobEngineHostingOptions options, TimeProvider time) : IHostedService
{
    private JobEngine? engine;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        engine = resolve();
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

        using var timeout = new CancellationTokenSource(options.DrainTimeout, time);
        using var force = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        await engine.StopAsync(force.Token).ConfigureAwait(false);
    }
}
