using BatchJobs.DependencyInjection;
using BatchJobs.Processes;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets an engine of a container run its pods as processes.</summary>
public static class ProcessBatchJobsBuilderExtensions
{
    /// <summary>Runs pods as trees of operating system processes on this machine.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the settings; clock and log are those of the container.</param>
    /// <returns>The builder.</returns>
    public static IBatchJobsBuilder UseProcesses(this IBatchJobsBuilder builder, Func<ProcessExecutorOptions, ProcessExecutorOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseExecutor(provider =>
        {
            var options = new ProcessExecutorOptions { TimeProvider = provider.GetService<TimeProvider>() ?? TimeProvider.System };
            if (provider.GetService<ILoggerFactory>() is { } loggers)
            {
                options = options with { Logger = loggers.CreateLogger("BatchJobs.Processes") };
            }

            return new ProcessPodExecutor(configure?.Invoke(options) ?? options);
        });
    }
}
