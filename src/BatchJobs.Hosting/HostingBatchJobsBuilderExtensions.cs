using BatchJobs;
using BatchJobs.DependencyInjection;
using BatchJobs.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets an engine of a container live with the host.</summary>
public static class HostingBatchJobsBuilderExtensions
{
    /// <summary>Starts the engine with the host and stops it gracefully; without this it starts when it is first asked for.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <returns>The builder.</returns>
    public static IBatchJobsBuilder AddHosting(this IBatchJobsBuilder builder, Action<JobEngineHostingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        string name = builder.Name ?? Options.Options.DefaultName;
        builder.Services.AddOptions<JobEngineHostingOptions>(name)
            .Configure(options => configure?.Invoke(options))
            .Validate(static options => options.DrainTimeout >= TimeSpan.Zero, "DrainTimeout must not be negative.")
            .ValidateOnStart();
        builder.Services.AddSingleton<IHostedService>(provider => new JobEngineService(
            () => builder.Name is null ? provider.GetRequiredService<JobEngine>() : provider.GetRequiredKeyedService<JobEngine>(builder.Name),
            provider.GetRequiredService<IOptionsMonitor<JobEngineHostingOptions>>().Get(name),
            provider.GetService<TimeProvider>() ?? TimeProvider.System));
        if (builder.Name is null)
        {
            builder.Services.AddSingleton<JobEngineHealthCheck>();
        }
        else
        {
            builder.Services.AddKeyedSingleton(builder.Name, static (provider, key) => new JobEngineHealthCheck(provider.GetRequiredKeyedService<JobEngine>(key)));
        }

        return builder;
    }
}
