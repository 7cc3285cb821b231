using BatchJobs.Kubernetes.Tests.Infrastructure;
using BatchJobs.Manifests;
using BatchJobs.Specs;
using Microsoft.Extensions.DependencyInjection;

namespace BatchJobs.Kubernetes.Tests;

/// <summary>The code of the page of this assembly; the classes around it run the same against a cluster.</summary>
public class ReadmeTests(Cluster cluster)
{
    [Fact]
    public async Task The_engines_of_the_page_can_be_made()
    {
        cluster.Require();
        await using (KubernetesPodExecutor executor = new(new KubernetesExecutorOptions { Identity = "nightly", Namespace = "batch" }))
        {
            Assert.True(executor.Capabilities.SurvivesEngineRestart);
        }

        var builder = new { Services = new ServiceCollection() };
        builder.Services.AddBatchJobs()
            .UseKubernetes(options => options with { Identity = "nightly", Namespace = "batch" });
        await using ServiceProvider services = builder.Services.BuildServiceProvider();
        Assert.IsType<KubernetesPodExecutor>(services.GetRequiredService<JobEngine>().Executor);
    }

#pragma warning disable IDE0051 // compiled only
    private static async Task UnderAnEngineAsync(ManifestResult manifest)
    {
        await using KubernetesPodExecutor executor = new(new KubernetesExecutorOptions { Identity = "nightly", Namespace = "batch" });
        await using JobEngine engine = new(executor);
        Job job = await engine.CreateAsync(manifest.Job!);
        await engine.WaitAsync(job.Key());
    }

    private static void InAHost(Microsoft.Extensions.Hosting.HostApplicationBuilder builder)
    {
        builder.Services.AddBatchJobs()
            .UseKubernetes(options => options with { Identity = "nightly", Namespace = "batch" })
            .UseSqlite("/data/jobs.db")
            .AddHosting();
    }

    private static async Task UnderTheControllerAsync(ManifestResult manifest)
    {
        using KubernetesJobClient client = new();
        Job created = await client.CreateAsync(manifest.Job!);
        Job finished = await client.WaitAsync(created.Key());
    }
}
