using BatchJobs;
using BatchJobs.Building;
using BatchJobs.Control;
using BatchJobs.Hosting;
using BatchJobs.InProcess;
using BatchJobs.Kubernetes;
using BatchJobs.Manifests;
using BatchJobs.Primitives;
using BatchJobs.Processes;
using BatchJobs.Specs;
using BatchJobs.Sqlite;
using BatchJobs.Storage;
using BatchJobs.Testing;
using BatchJobs.Testing.Xunit.Stores;
using BatchJobs.Yaml;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace PackageConsumer;

/// <summary>Each package does its work in a program that has only packages.</summary>
public sealed class LibraryTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("consumer-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Handlers_run_in_this_process_and_give_results()
    {
        await using var engine = new JobEngine(new InProcessPodExecutor());

        JobReport<int> squares = await engine.ComputeAsync(
            JobBuilder.Indexed("squares", completions: 4).Parallelism(2).BackoffLimitPerIndex(0),
            pod => Task.FromResult(pod.Index * pod.Index),
            TestContext.Current.CancellationToken);

        Assert.True(squares.Succeeded);
        Assert.Equal(0 + 1 + 4 + 9, squares.Results.Values.Sum());
    }

    [Fact]
    public async Task A_YAML_manifest_runs_as_processes()
    {
        string mark = Path.Combine(folder, "mark");
        ManifestResult manifest = YamlManifestReader.Read($"""
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: touch
            spec:
              template:
                spec:
                  restartPolicy: Never
                  containers:
                  - name: main
                    command: [touch, {mark}]
                    image: busybox
            """);
        await using var engine = new JobEngine(new ProcessPodExecutor());

        Job job = await engine.CreateAsync(manifest.ThrowIfFailed().Job!, TestContext.Current.CancellationToken);
        Job finished = await engine.WaitAsync(job.Key(), TestContext.Current.CancellationToken);

        Assert.Equal(1, finished.Status!.Succeeded);
        Assert.True(File.Exists(mark));
    }

    [Fact]
    public async Task A_host_runs_Jobs_that_a_SQLite_file_keeps_and_is_healthy()
    {
        string store = Path.Combine(folder, "jobs.db");
        string socket = JobControlSocket.BesideStore(store);
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Services.AddBatchJobs().UseInProcess().AddHandler("greet", _ => Task.CompletedTask).UseSqlite(store).AddHosting().AddControl(socket);
        builder.Services.AddHealthChecks().AddCheck<JobEngineHealthCheck>("batchjobs");
        using (IHost host = builder.Build())
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
            IJobClient client = host.Services.GetRequiredService<IJobClient>();
            Job job = await client.CreateAsync(JobBuilder.NonIndexed("greet").Image("greet"), TestContext.Current.CancellationToken);
            Assert.True((await client.WaitAsync(job.Key(), TestContext.Current.CancellationToken)).IsComplete());
            Assert.True((await new RemoteJobClient(socket).GetAsync(new JobKey("greet"), TestContext.Current.CancellationToken)).IsComplete());
            Assert.Equal(HealthStatus.Healthy, (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken)).Status);
            await host.StopAsync(TestContext.Current.CancellationToken);
        }

        await using IJobStoreReader reader = SqliteJobStore.OpenReader(store);
        Assert.Single((await reader.ListAsync(new StoreQuery { Kind = StoredKind.Job, Finished = true }, TestContext.Current.CancellationToken)).Items);
    }

    [Fact]
    public async Task Virtual_time_passes_the_back_off_of_a_handler()
    {
        await using var host = new JobTestHost();

        JobTestRun run = await host.RunAsync(
            JobBuilder.Indexed("flaky", completions: 1).BackoffLimitPerIndex(1),
            pod => pod.Attempt == 1 ? throw new IOException("connection lost") : Task.CompletedTask,
            TestContext.Current.CancellationToken);

        run.ShouldBeComplete();
        Assert.Equal(TimeSpan.FromSeconds(10), run.Took);
    }

    [Fact]
    public async Task A_cluster_that_is_not_there_is_told()
    {
        string config = Path.Combine(folder, "kubeconfig");

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => KubernetesConnectionOptions.FromKubeConfig(config));

        Assert.Contains(config, error.Message, StringComparison.Ordinal);
        await Task.CompletedTask;
    }
}

/// <summary>The contract of stores comes with its package as tests.</summary>
public sealed class StoreTests : JobStoreContract
{
    private readonly string folder = Directory.CreateTempSubdirectory("consumer-").FullName;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    protected override IJobStore CreateStore() => new SqliteJobStore(Path.Combine(folder, "jobs.db"));
}
