using System.Reflection;
using BatchJobs.Building;
using BatchJobs.Client;
using BatchJobs.Control.Tests.Support;
using BatchJobs.Offline;
using BatchJobs.Primitives;
using BatchJobs.Storage;
using BatchJobs.Validation;

namespace BatchJobs.Control.Tests;

/// <summary>The exceptions of the engine cross the socket as what they are.</summary>
public sealed class RemoteErrorTests : IAsyncDisposable
{
    private readonly ControlBench bench = new();

    private static CancellationToken Token => ControlBench.Token;

    private RemoteJobClient Client => bench.Client;

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    public static TheoryData<string, Func<IJobClient, ICronJobClient, Task>> Questions => new()
    {
        { "no such Job", (jobs, _) => jobs.GetAsync(new JobKey("other", "none"), Token) },
        { "no such CronJob", (_, cronJobs) => cronJobs.GetCronJobAsync(new JobKey("none"), Token) },
        { "no such pod", (jobs, _) => jobs.DeletePodAsync(new JobKey("work"), "none", cancellationToken: Token) },
        { "the name of a Job is taken", (jobs, _) => jobs.CreateAsync(ControlBench.NewJob("work"), Token) },
        { "the name of a CronJob is taken", (_, cronJobs) => cronJobs.CreateCronJobAsync(ControlBench.NewCronJob("yearly"), Token) },
        { "an old version", (jobs, _) => jobs.PatchAsync(new JobKey("work"), new JobPatch { Parallelism = 2, ResourceVersion = "999" }, Token) },
        { "an invalid Job", (jobs, _) => jobs.CreateAsync(JobBuilder.NonIndexed("UPPER").BackoffLimit(-1).Parallelism(-1).Image("x").ToJob(), Token) },
        { "an invalid change", (jobs, _) => jobs.PatchAsync(new JobKey("work"), """{"spec":{"completions":7}}""", Token) },
        { "a version from the future", (jobs, _) => jobs.WatchAsync(new JobWatchOptions { ResourceVersion = "99999" }, Token).GetAsyncEnumerator(Token).MoveNextAsync().AsTask() },
        { "a version that is none", (jobs, _) => jobs.WatchAsync(new JobWatchOptions { ResourceVersion = "x" }, Token).GetAsyncEnumerator(Token).MoveNextAsync().AsTask() },
        { "a retry of what still runs", (jobs, _) => jobs.RetryFailedIndexesAsync(new JobKey("work"), cancellationToken: Token) },
        { "a field nobody knows", (jobs, _) => jobs.ListAsync(new JobListOptions { FieldSelector = "spec.magic=1" }, Token) },
    };

    [Theory]
    [MemberData(nameof(Questions), DisableDiscoveryEnumeration = true)]
    public async Task An_error_is_the_engines_own(string what, Func<IJobClient, ICronJobClient, Task> ask)
    {
        await bench.Engine.CreateAsync(ControlBench.NewJob("work", "until-released"), Token);
        await bench.Engine.CreateCronJobAsync(ControlBench.NewCronJob("yearly"), Token);
        await bench.WhenReadyAsync("work");

        Exception own = Assert.IsAssignableFrom<Exception>(await Record.ExceptionAsync(() => ask(bench.Engine, bench.Engine)));
        Exception remote = Assert.IsAssignableFrom<Exception>(await Record.ExceptionAsync(() => ask(Client, Client)));

        Assert.True(own.GetType() == remote.GetType(), $"{what}: {remote}");
        Assert.Equal(own.Message, remote.Message);
        Assert.Equal((own as JobNotFoundException)?.Key, (remote as JobNotFoundException)?.Key);
        Assert.Equal((own as JobNotFoundException)?.PodName, (remote as JobNotFoundException)?.PodName);
        Assert.Equal((own as JobAlreadyExistsException)?.Key, (remote as JobAlreadyExistsException)?.Key);
        Assert.Equal((own as JobConflictException)?.Key, (remote as JobConflictException)?.Key);
        Assert.Equal((own as InvalidObjectException)?.Errors, (remote as InvalidObjectException)?.Errors);
        Assert.Equal((own as WatchExpiredException)?.ResourceVersion, (remote as WatchExpiredException)?.ResourceVersion);
    }

    [Fact]
    public async Task What_is_not_supported_says_so()
    {
        string socket = bench.Socket + "2";
        await using StoreJobClient store = new(new InMemoryJobStore());
        await using JobControlServer server = JobControlServer.Start(store, socket);

        NotSupportedException error = await Assert.ThrowsAsync<NotSupportedException>(() => new RemoteJobClient(socket).SuspendAsync(new JobKey("work"), Token));

        Assert.StartsWith("This is a view of a store", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_the_engine_cannot_read_is_no_lost_connection()
    {
        string socket = bench.Socket + "2";
        await using JobControlServer server = JobControlServer.Start(DispatchProxy.Create<IClients, BrokenClients>(), socket);

        JobControlException error = await Assert.ThrowsAsync<JobControlException>(() => new RemoteJobClient(socket).GetAsync(new JobKey("work"), Token));

        Assert.Equal((JobControlProblem.Failed, "The disk is gone."), (error.Problem, error.Message));
    }

    [Fact]
    public async Task A_request_that_is_too_large_says_so()
    {
        JobControlException error = await Assert.ThrowsAsync<JobControlException>(() => Client.PatchAsync(new JobKey("work"), new string('x', 17 * 1024 * 1024), Token));

        Assert.Equal(JobControlProblem.Failed, error.Problem);
        Assert.Contains("is larger than 16777216", error.Message, StringComparison.Ordinal);
    }

    public interface IClients : IJobClient, ICronJobClient;

    public class BrokenClients : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => throw new IOException("The disk is gone.");
    }
}
