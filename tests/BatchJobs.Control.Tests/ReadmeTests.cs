using BatchJobs.Control.Tests.Support;
using BatchJobs.Execution;
using BatchJobs.InProcess;
using BatchJobs.Primitives;
using BatchJobs.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BatchJobs.Control.Tests;

/// <summary>The code of the page as it stands there.</summary>
[Collection(nameof(ReadmeTests))]
public sealed class ReadmeTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bj-");
    private readonly string before = Directory.GetCurrentDirectory();

    public ReadmeTests() => Directory.SetCurrentDirectory(folder.FullName);

    public void Dispose()
    {
        Directory.SetCurrentDirectory(before);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task An_engine_is_served_beside_its_store_and_changed_without_it()
    {
        var executor = new InProcessPodExecutor();
        executor.Handlers.Add("import", pod => Task.Delay(Timeout.Infinite, pod.CancellationToken));
        await ServeAsync(executor);
        await CordonAsync();
    }

    [Fact]
    public async Task A_host_serves_its_engine()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddBatchJobs().UseInProcess().AddHosting().AddControl("jobs.sock");
        using IHost host = builder.Build();
        await host.StartAsync(ControlBench.Token);
        await new RemoteJobClient("jobs.sock").PingAsync(ControlBench.Token);
        await host.StopAsync(ControlBench.Token);
    }

    private static async Task ServeAsync(IPodExecutor executor)
    {
        await using var engine = await JobEngine.OpenAsync(executor, new JobEngineOptions { Store = new SqliteJobStore("jobs.db") });
        await using JobControlServer server = JobControlServer.Start(engine, JobControlSocket.BesideStore("jobs.db"));
        await engine.CreateAsync(ControlBench.NewJob("import", "import"));

        var client = new RemoteJobClient(JobControlSocket.BesideStore("jobs.db"));
        await client.SuspendAsync(new JobKey("import"));

        Assert.True((await engine.GetAsync(new JobKey("import"))).Spec.Suspend);
        await client.ResumeAsync(new JobKey("import"));
    }

    private static async Task CordonAsync()
    {
        await using var cordoned = await JobEngine.OpenAsync(new NoPodExecutor(), new JobEngineOptions { Cordoned = true, Store = new SqliteJobStore("jobs.db") });
        await cordoned.SuspendAsync(new JobKey("import"));
        Assert.True((await cordoned.GetAsync(new JobKey("import"))).Spec.Suspend);
    }
}
