using BatchJobs.Building;
using BatchJobs.Client;
using BatchJobs.Control.Tests.Support;
using BatchJobs.Execution;
using BatchJobs.InProcess;
using BatchJobs.Offline;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Sqlite;
using BatchJobs.Storage;

namespace BatchJobs.Control.Tests;

/// <summary>The Jobs of a store without an engine that runs them: looked at through the file, changed by a cordoned engine.</summary>
public sealed class CordonedEngineTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bj-");

    private static CancellationToken Token => ControlBench.Token;

    private string StoreFile => Path.Combine(folder.FullName, "jobs.db");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_Job_created_while_nobody_runs_it_has_not_started_and_runs_later()
    {
        await using (JobEngine cordoned = await CordonedAsync())
        {
            Job created = await cordoned.CreateAsync(ControlBench.NewJob("work"), Token);
            Assert.Null((await cordoned.GetAsync(created.Key(), Token)).Status!.StartTime);
            Assert.Empty(await cordoned.ListPodsAsync(created.Key(), Token));
        }

        await using JobEngine engine = await RunningAsync();
        Assert.True((await engine.WaitAsync(new JobKey("work"), Token)).IsComplete());
    }

    [Fact]
    public async Task Pods_of_an_engine_that_died_are_not_declared_lost()
    {
        await CrashWithPodAsync();

        await using (JobEngine cordoned = await CordonedAsync())
        {
            await cordoned.PatchAsync(new JobKey("work"), """{"metadata":{"labels":{"seen":"yes"}}}""", Token);
            Job job = await cordoned.GetAsync(new JobKey("work"), Token);
            Assert.Equal(1, job.Status!.Active);
            Assert.Null(job.Status.Failed);
        }

        await using JobEngine engine = await RunningAsync(body: _ => Task.CompletedTask);
        Job finished = await engine.WaitAsync(new JobKey("work"), Token);
        Assert.Equal("yes", finished.Metadata.Labels!["seen"]);
    }

    [Fact]
    public async Task A_store_is_looked_at_without_an_engine()
    {
        await using (JobEngine engine = await RunningAsync())
        {
            await engine.WaitAsync((await engine.CreateAsync(JobBuilder.Indexed("slices", 4).Parallelism(4).BackoffLimitPerIndex(0).Image("fail-odd"), Token)).Key(), Token);
            await engine.CreateCronJobAsync(ControlBench.NewCronJob("yearly"), Token);
        }

        await using StoreJobClient client = new(SqliteJobStore.OpenReader(StoreFile));
        Job job = await client.GetAsync(new JobKey("slices"), Token);

        Assert.True(job.IsFailed());
        Assert.Equal("1,3", job.Status!.FailedIndexes);
        Assert.Equal(job.Metadata.Uid, (await client.WaitAsync(job.Key(), Token)).Metadata.Uid);
        Assert.Equal("slices", Assert.Single((await client.ListAsync(new JobListOptions { Finished = true, FieldSelector = "status.successful=2" }, Token)).Items).Metadata.Name);
        Assert.Empty((await client.ListAsync(new JobListOptions { Namespace = "other" }, Token)).Items);
        Assert.Equal(4, (await client.ListPodsAsync(job.Key(), Token)).Count);
        Assert.Contains(await client.ListEventsAsync(job.Key(), Token), entry => entry.Reason == "SuccessfulCreate");
        Assert.StartsWith("Nothing: the Job has failed", (await client.ExplainAsync(job.Key(), Token)).WaitingFor, StringComparison.Ordinal);
        Assert.Equal("0 0 1 1 *", (await client.GetCronJobAsync(new JobKey("yearly"), Token)).Spec.Schedule);
        Assert.Single(await client.ListCronJobsAsync(cancellationToken: Token));
        Assert.Empty(await client.ListCronJobEventsAsync(new JobKey("yearly"), Token));
        await Assert.ThrowsAsync<JobNotFoundException>(() => client.GetAsync(new JobKey("none"), Token));

        int pods = 0;
        await foreach (JobPod _ in client.WatchPodsAsync(job.Key(), Token))
        {
            pods++;
        }

        Assert.Equal(4, pods);
    }

    [Fact]
    public async Task A_store_that_changes_is_watched()
    {
        await using JobEngine engine = await RunningAsync();
        await engine.CreateAsync(ControlBench.NewJob("first"), Token);
        await using StoreJobClient client = new(SqliteJobStore.OpenReader(StoreFile));
        await using IAsyncEnumerator<JobChange> watch = client.WatchAsync(cancellationToken: Token).GetAsyncEnumerator(Token);

        Assert.True(await watch.MoveNextAsync());
        Assert.Equal((JobChangeType.Added, "first"), (watch.Current.Type, watch.Current.Job.Metadata.Name));
        await engine.WaitAsync(new JobKey("first"), Token);
        await engine.DeleteAsync(new JobKey("first"), cancellationToken: Token);
        while (watch.Current.Type != JobChangeType.Deleted)
        {
            Assert.True(await watch.MoveNextAsync());
        }

        await Assert.ThrowsAsync<NotSupportedException>(() => client.WatchAsync(new JobWatchOptions { ResourceVersion = "1" }, Token).GetAsyncEnumerator(Token).MoveNextAsync().AsTask());
    }

    public static TheoryData<string, Func<StoreJobClient, Task>> Changes => new()
    {
        { "create", client => client.CreateAsync(ControlBench.NewJob("x")) },
        { "update", client => client.UpdateAsync(ControlBench.NewJob("work")) },
        { "patch", client => client.SuspendAsync(new JobKey("work")) },
        { "delete", client => client.DeleteAsync(new JobKey("work")) },
        { "retry", client => client.RetryFailedIndexesAsync(new JobKey("work")) },
        { "delete a pod", client => client.DeletePodAsync(new JobKey("work"), "x") },
        { "create a CronJob", client => client.CreateCronJobAsync(ControlBench.NewCronJob("x")) },
        { "patch a CronJob", client => client.PatchCronJobAsync(new JobKey("work"), "{}") },
        { "delete a CronJob", client => client.DeleteCronJobAsync(new JobKey("work")) },
        { "trigger a CronJob", client => client.TriggerCronJobAsync(new JobKey("work")) },
    };

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public async Task Nothing_is_changed_without_an_engine(string what, Func<StoreJobClient, Task> change)
    {
        await using StoreJobClient client = new(new InMemoryJobStore());

        NotSupportedException error = await Assert.ThrowsAsync<NotSupportedException>(() => change(client));

        Assert.True(error.Message.Contains("open an engine on it", StringComparison.Ordinal), what);
    }

    private async Task<JobEngine> CordonedAsync() => await JobEngine.OpenAsync(
        new NoPodExecutor(),
        new JobEngineOptions { Cordoned = true, Store = new SqliteJobStore(StoreFile) },
        Token);

    private async Task<JobEngine> RunningAsync(Func<PodContext, Task>? body = null)
    {
        var executor = new InProcessPodExecutor();
        executor.Handlers.Add("succeed", _ => Task.CompletedTask);
        executor.Handlers.Add("fail-odd", pod => Task.FromResult(pod.Index % 2));
        executor.Handlers.Add("body", body ?? (_ => Task.CompletedTask));
        return await JobEngine.OpenAsync(executor, new JobEngineOptions { Store = new SqliteJobStore(StoreFile) }, Token);
    }

    /// <summary>Copies the store away while a pod runs, as a crash would leave it.</summary>
    private async Task CrashWithPodAsync()
    {
        string copy = Path.Combine(folder.FullName, "crashed.db");
        JobEngine engine = await RunningAsync(body: pod => Task.Delay(Timeout.Infinite, pod.CancellationToken));
        JobKey key = (await engine.CreateAsync(ControlBench.NewJob("work", "body"), Token)).Key();
        await foreach (JobPod pod in engine.WatchPodsAsync(key, Token))
        {
            if (pod.Status.Phase == Pods.PodPhase.Running)
            {
                break;
            }
        }

        foreach (string suffix in (string[])["", "-wal", "-shm"])
        {
            if (File.Exists(StoreFile + suffix))
            {
                File.Copy(StoreFile + suffix, copy + suffix);
            }
        }

        await engine.DisposeAsync();
        foreach (string suffix in (string[])["", "-wal", "-shm"])
        {
            File.Delete(StoreFile + suffix);
            if (File.Exists(copy + suffix))
            {
                File.Move(copy + suffix, StoreFile + suffix);
            }
        }
    }
}
