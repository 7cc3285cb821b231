using BatchJobs.DependencyInjection;
using BatchJobs.Kubernetes;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets an engine of a container run its pods on a cluster.</summary>
public static class KubernetesBatchJobsBuilderExtensions
{
    /// <summary>Runs pods as Pods of a Kubernetes cluster.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the settings; clock and log are those of the container.</param>
    /// <returns>The builder.</returns>
    public static IBatchJobsBuilder UseKubernetes(this IBatchJobsBuilder builder, Func<KubernetesExecutorOptions, KubernetesExecutorOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseExecutor(provider =>
        {
            var options = new KubernetesExecutorOptions { TimeProvider = provider.GetService<TimeProvider>() ?? TimeProvider.System };
            if (provider.GetService<ILoggerFactory>() is { } loggers)
            {
                options = options with { Logger = loggers.CreateLogger("BatchJobs.Kubernetes") };
            }

            return new KubernetesPodExecutor(configure?.Invoke(options) ?? options);
        });
    }
}
