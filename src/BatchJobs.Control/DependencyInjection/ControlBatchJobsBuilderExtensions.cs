using BatchJobs;
using BatchJobs.Control.DependencyInjection;
using BatchJobs.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets other processes ask an engine of a container.</summary>
public static class ControlBatchJobsBuilderExtensions
{
    /// <summary>Opens a control socket while the host runs.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The socket, by convention <c>FILE.sock</c> beside the store <c>FILE</c>; only the user who runs the host can open it.</param>
    /// <returns>The builder.</returns>
    public static IBatchJobsBuilder AddControl(this IBatchJobsBuilder builder, string path)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(path);
        builder.Services.AddSingleton<IHostedService>(provider => new JobControlService(
            () => builder.Name is null ? provider.GetRequiredService<JobEngine>() : provider.GetRequiredKeyedService<JobEngine>(builder.Name),
            path,
            provider.GetService<ILoggerFactory>()));
        return builder;
    }
}
