using BatchJobs.DependencyInjection;
using BatchJobs.InProcess;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets an engine of a container run its pods in this process.</summary>
public static class InProcessBatchJobsBuilderExtensions
{
    /// <summary>Runs pods as calls of handlers in this process; each attempt has a scope of the container.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the settings; services, clock and log are those of the container.</param>
    /// <returns>A builder that names the handlers.</returns>
    public static InProcessBuilder UseInProcess(this IBatchJobsBuilder builder, Func<InProcessExecutorOptions, InProcessExecutorOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var handlers = new PodHandlers();
        builder.UseExecutor(provider =>
        {
            var options = new InProcessExecutorOptions
            {
                Handlers = handlers,
                Services = provider,
                TimeProvider = provider.GetService<TimeProvider>() ?? TimeProvider.System,
                LoggerFactory = provider.GetService<ILoggerFactory>(),
            };
            return new InProcessPodExecutor(configure?.Invoke(options) ?? options);
        });
        return new InProcessBuilder(builder, handlers);
    }
}
