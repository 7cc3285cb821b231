using System.Runtime.CompilerServices;
using BatchJobs.InProcess;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace BatchJobs.Hosting.Tests;

/// <summary>The code of the README, run; a test holds the two against each other.</summary>
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

    [Fact]
    public void The_README_shows_what_is_run_here()
    {
        string source = Flat(File.ReadAllText(ThisFile()));
        string readme = File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../src/BatchJobs.Hosting/README.md"));
        string[] snippets = [.. readme.Split("```csharp\n").Skip(1).Select(rest => rest.Split("```")[0])];
        Assert.Equal(2, snippets.Length);
        Assert.All(snippets, snippet => Assert.Contains(Flat(snippet), source, StringComparison.Ordinal));
    }

    private static string Flat(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    private static string ThisFile([CallerFilePath] string path = "") => path;

    private sealed class Nightly(IJobClient client)
    {
        public IJobClient Client { get; } = client;
    }
}
