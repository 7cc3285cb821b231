using System.Diagnostics.Metrics;
using BatchJobs;
using BatchJobs.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds engines to a container.</summary>
public static class BatchJobsServiceCollectionExtensions
{
    /// <summary>Adds an engine, to be had as <see cref="JobEngine"/>, <see cref="IJobClient"/> and <see cref="ICronJobClient"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Changes the settings; clock, log and meter come from the container if it has them.</param>
    /// <returns>A builder that says what runs the pods.</returns>
    public static IBatchJobsBuilder AddBatchJobs(this IServiceCollection services, Func<JobEngineOptions, JobEngineOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var builder = new BatchJobsBuilder(services, name: null);
        services.AddSingleton(provider => Create(provider, builder, configure));
        services.AddSingleton<IJobClient>(static provider => provider.GetRequiredService<JobEngine>());
        services.AddSingleton<ICronJobClient>(static provider => provider.GetRequiredService<JobEngine>());
        return builder;
    }

    /// <summary>Adds an engine under a name, which is the key of its services.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The name.</param>
    /// <param name="configure">Changes the settings; clock, log and meter come from the container if it has them.</param>
    /// <returns>A builder that says what runs the pods.</returns>
    public static IBatchJobsBuilder AddBatchJobs(this IServiceCollection services, string name, Func<JobEngineOptions, JobEngineOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var builder = new BatchJobsBuilder(services, name);
        services.AddKeyedSingleton(name, (provider, _) => Create(provider, builder, configure));
        services.AddKeyedSingleton<IJobClient>(name, static (provider, key) => provider.GetRequiredKeyedService<JobEngine>(key));
        services.AddKeyedSingleton<ICronJobClient>(name, static (provider, key) => provider.GetRequiredKeyedService<JobEngine>(key));
        return builder;
    }

    private static JobEngine Create(IServiceProvider provider, BatchJobsBuilder builder, Func<JobEngineOptions, JobEngineOptions>? configure)
    {
        var options = new JobEngineOptions
        {
            TimeProvider = provider.GetService<TimeProvider>() ?? TimeProvider.System,
            LoggerFactory = provider.GetService<ILoggerFactory>(),
            MeterFactory = provider.GetService<IMeterFactory>(),
            Store = builder.CreateStore(provider),
        };
        return new JobEngine(builder.CreateExecutor(provider), configure?.Invoke(options) ?? options);
    }
}
