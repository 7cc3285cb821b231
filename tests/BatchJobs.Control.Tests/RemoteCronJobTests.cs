using BatchJobs.Client;
using BatchJobs.Control.Tests.Support;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Control.Tests;

/// <summary>Every member of <see cref="ICronJobClient"/> over the socket.</summary>
public sealed class RemoteCronJobTests : IAsyncDisposable
{
    private readonly ControlBench bench = new();

    private static CancellationToken Token => ControlBench.Token;

    private RemoteJobClient Client => bench.Client;

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task A_CronJob_is_created_listed_changed_triggered_and_deleted()
    {
        var key = new JobKey("yearly");
        CronJob created = await Client.CreateCronJobAsync(ControlBench.NewCronJob("yearly"), Token);

        Assert.Equal(created.Metadata.Uid, (await Client.GetCronJobAsync(key, Token)).Metadata.Uid);
        Assert.Equal("yearly", Assert.Single(await Client.ListCronJobsAsync("default", Token)).Metadata.Name);
        Assert.Empty(await Client.ListCronJobsAsync("other", Token));
        Assert.True((await Client.PatchCronJobAsync(key, """{"spec":{"suspend":true}}""", Token)).Spec.Suspend);

        Job run = await Client.TriggerCronJobAsync(key, "now", Token);
        Assert.Equal("now", run.Metadata.Name);
        Assert.True((await bench.Client.WaitAsync(run.Key(), Token)).IsComplete());
        Assert.Equal(await bench.Engine.ListCronJobEventsAsync(key, Token), await Client.ListCronJobEventsAsync(key, Token));

        await Client.DeleteCronJobAsync(key, new JobDeleteOptions { Propagation = DeletionPropagation.Orphan }, Token);
        await Assert.ThrowsAsync<JobNotFoundException>(() => Client.TriggerCronJobAsync(key, cancellationToken: Token));
    }
}
