using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BatchJobs.Control.DependencyInjection;

/// <summary>Serves the control socket of an engine while the host runs.</summary>
internal sealed class JobControlService(Func<JobEngine> resolve, string path, ILoggerFactory? loggerFactory) : IHostedService
{
    private JobControlServer? server;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        JobEngine engine = resolve();
        await engine.StartAsync(cancellationToken).ConfigureAwait(false);
        server = JobControlServer.Start(engine, path, loggerFactory);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (server is not null)
        {
            await server.DisposeAsync().ConfigureAwait(false);
        }
    }
}
