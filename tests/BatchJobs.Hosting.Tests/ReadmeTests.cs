using BatchJobs.InProcess;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace BatchJobs.Hosting.Tests;

/// <summary>The code of the README, run; the tests of the pages hold the two against each other.</summary>
public class ReadmeTests
{
    [Fact]
    public async Task The_examples_run()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);

        builder.Services.AddBatchJobs()
            .UseInProcess()
            .AddHandler("resize-photos", ResizeAsync)
            .AddHosting(options => options.DrainTimeout = TimeSpan.FromSeconds(20));
        builder.Services.AddHealthChecks().AddCheck<JobEngineHealthCheck>("batchjobs");

        builder.Services.AddBatchJobs("nightly").UseProcesses().AddHosting();
        builder.Services.AddSingleton(provider => new Nightly(provider.GetRequiredKeyedService<IJobClient>("nightly")));

        using IHost host = builder.Build();
        await host.StartAsync();
        Assert.NotNull(host.Services.GetRequiredService<Nightly>().Client);
        Assert.Equal(HealthStatus.Healthy, (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status);
        await host.StopAsync();

        static Task ResizeAsync(PodContext pod) => Task.CompletedTask;
    }

    private sealed class Nightly(IJobClient client)
    {
        public IJobClient Client { get; } = client;
    }
}
