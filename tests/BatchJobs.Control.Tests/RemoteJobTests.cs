using BatchJobs.Building;
using BatchJobs.Client;
using BatchJobs.Control.Tests.Support;
using BatchJobs.Execution;
using BatchJobs.Manifests;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Control.Tests;

/// <summary>Every member of <see cref="IJobClient"/> over the socket gives what the engine itself gives.</summary>
public sealed class RemoteJobTests : IAsyncDisposable
{
    private readonly ControlBench bench = new();

    private static CancellationToken Token => ControlBench.Token;

    private RemoteJobClient Client => bench.Client;

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task A_created_Job_is_the_engines_own_and_can_be_waited_for()
    {
        Job created = await Client.CreateAsync(ControlBench.NewJob("work"), Token);
        Job finished = await Client.WaitAsync(created.Key(), Token);

        Assert.Equal("default/work", created.Key().ToString());
        Assert.True(finished.IsComplete());
        Assert.Equal(ManifestWriter.Write(await bench.Engine.GetAsync(created.Key(), Token)), ManifestWriter.Write(await Client.GetAsync(created.Key(), Token)));
        Assert.Equivalent(await bench.Engine.ListPodsAsync(created.Key(), Token), await Client.ListPodsAsync(created.Key(), Token));
        Assert.Equal(await bench.Engine.ListEventsAsync(created.Key(), Token), await Client.ListEventsAsync(created.Key(), Token));
        JobExplanation explanation = await Client.ExplainAsync(created.Key(), Token);
        Assert.Equal((await bench.Engine.ExplainAsync(created.Key(), Token)).Decisions, explanation.Decisions);
        Assert.StartsWith("Nothing: the Job has completed", explanation.WaitingFor, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_of_a_list_go_on_where_the_one_before_ended()
    {
        foreach (string name in (string[])["a", "b", "c"])
        {
            await Client.CreateAsync(ControlBench.NewJob(name) with { Metadata = new ObjectMeta { Name = name, Labels = new Dictionary<string, string> { ["kind"] = name == "b" ? "other" : "mine" } } }, Token);
        }

        JobList first = await Client.ListAsync(new JobListOptions { Limit = 2 }, Token);
        JobList second = await Client.ListAsync(new JobListOptions { Limit = 2, Continue = first.Continue }, Token);
        JobList mine = await Client.ListAsync(new JobListOptions { LabelSelector = new LabelSelector { MatchLabels = new Dictionary<string, string> { ["kind"] = "mine" } }, FieldSelector = "metadata.name!=a" }, Token);

        Assert.Equal(["a", "b"], first.Items.Select(job => job.Metadata.Name));
        Assert.Equal(new JobKey("b"), first.Continue);
        Assert.Equal(["c"], second.Items.Select(job => job.Metadata.Name));
        Assert.Null(second.Continue);
        Assert.Equal(["c"], mine.Items.Select(job => job.Metadata.Name));
        Assert.NotEqual("", mine.ResourceVersion);
    }

    [Fact]
    public async Task A_watch_tells_what_exists_then_what_changes_and_goes_on_after_a_version()
    {
        JobKey key = (await Client.CreateAsync(ControlBench.NewJob("work", "until-released"), Token)).Key();
        await using IAsyncEnumerator<JobChange> watch = Client.WatchAsync(new JobWatchOptions { Key = key }, Token).GetAsyncEnumerator(Token);

        Assert.True(await watch.MoveNextAsync());
        Assert.Equal(JobChangeType.Added, watch.Current.Type);
        await Client.PatchAsync(key, """{"metadata":{"labels":{"a":"b"}}}""", Token);
        await UntilAsync(watch, change => change.Job.Metadata.Labels?.GetValueOrDefault("a") == "b");
        string version = watch.Current.Job.Metadata.ResourceVersion!;
        await Client.DeleteAsync(key, cancellationToken: Token);
        await UntilAsync(watch, change => change.Type == JobChangeType.Deleted);

        await using IAsyncEnumerator<JobChange> resumed = Client.WatchAsync(new JobWatchOptions { ResourceVersion = version }, Token).GetAsyncEnumerator(Token);
        await UntilAsync(resumed, change => change.Type == JobChangeType.Deleted && change.Job.Key() == key);
    }

    [Fact]
    public async Task Changes_arrive_suspend_resume_scale_and_replace()
    {
        Job created = await Client.CreateAsync(JobBuilder.NonIndexed("work", 4).Parallelism(1).Image("until-released"), Token);

        Assert.True((await Client.SuspendAsync(created.Key(), Token)).Spec.Suspend);
        Assert.False((await Client.ResumeAsync(created.Key(), Token)).Spec.Suspend);
        Job scaled = await Client.ScaleAsync(created.Key(), 2, Token);
        Assert.Equal(2, scaled.Spec.Parallelism);
        Job replaced = await Client.UpdateAsync(scaled with { Metadata = scaled.Metadata with { ResourceVersion = null }, Spec = scaled.Spec with { Parallelism = 3 } }, Token);
        Assert.Equal(3, replaced.Spec.Parallelism);
        Assert.Equal(3, (await bench.Engine.GetAsync(created.Key(), Token)).Spec.Parallelism);
    }

    [Fact]
    public async Task Failed_indexes_are_retried_in_a_Job_of_their_own()
    {
        JobKey key = (await Client.CreateAsync(JobBuilder.Indexed("slices", 4).Parallelism(4).BackoffLimitPerIndex(0).Image("fail-odd"), Token)).Key();
        await Client.WaitAsync(key, Token);

        Job retry = await Client.RetryFailedIndexesAsync(key, "again", Token);

        Assert.Equal("again", retry.Metadata.Name);
        Assert.Equal("0,2", retry.Metadata.Annotations![JobRetryAnnotations.CompletedIndexes]);
    }

    [Fact]
    public async Task Output_is_read_and_followed()
    {
        JobKey key = (await Client.CreateAsync(ControlBench.NewJob("work", "speak"), Token)).Key();
        JobPod pod = await RunningPodAsync(key);
        await using IAsyncEnumerator<PodLogLine> followed = Client.ReadLogAsync(key, pod.Name, new PodLogOptions { Follow = true }, Token).GetAsyncEnumerator(Token);

        Assert.True(await followed.MoveNextAsync());
        Assert.Equal("one", followed.Current.Text);
        Assert.True(await followed.MoveNextAsync());
        bench.Release();
        Assert.True(await followed.MoveNextAsync());
        Assert.Equal("three", followed.Current.Text);
        Assert.False(await followed.MoveNextAsync());

        List<PodLogLine> tail = [];
        await foreach (PodLogLine line in Client.ReadLogAsync(key, pod.Name, new PodLogOptions { Tail = 2 }, Token))
        {
            tail.Add(line);
        }

        Assert.Equal(["two", "three"], tail.Select(line => line.Text));
    }

    [Fact]
    public async Task Pods_are_watched_until_the_Job_has_finished()
    {
        JobKey key = (await Client.CreateAsync(ControlBench.NewJob("work", "until-released"), Token)).Key();
        List<PodPhase> phases = [];
        await foreach (JobPod pod in Client.WatchPodsAsync(key, Token))
        {
            phases.Add(pod.Status.Phase);
            bench.Release();
        }

        Assert.Equal(PodPhase.Succeeded, phases[^1]);
    }

    [Fact]
    public async Task A_deleted_pod_is_stopped()
    {
        JobKey key = (await Client.CreateAsync(ControlBench.NewJob("work", "until-released"), Token)).Key();
        JobPod pod = await RunningPodAsync(key);

        await Client.DeletePodAsync(key, pod.Name, TimeSpan.Zero, Token);

        Assert.True((await Client.WaitAsync(key, Token)).IsFailed());
    }

    [Fact]
    public async Task Who_stops_listening_is_not_served_any_more()
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        IAsyncEnumerator<JobChange> watch = Client.WatchAsync(cancellationToken: patience.Token).GetAsyncEnumerator(Token);
        ValueTask<bool> next = watch.MoveNextAsync();
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
        await watch.DisposeAsync();
        await bench.Client.PingAsync(Token);
    }

    private async Task<JobPod> RunningPodAsync(JobKey key)
    {
        await foreach (JobPod pod in Client.WatchPodsAsync(key, Token))
        {
            if (pod.Status.Phase == PodPhase.Running)
            {
                return pod;
            }
        }

        throw new InvalidOperationException("no pod ran");
    }

    private static async Task UntilAsync(IAsyncEnumerator<JobChange> watch, Func<JobChange, bool> wanted)
    {
        do
        {
            Assert.True(await watch.MoveNextAsync());
        }
        while (!wanted(watch.Current));
    }
}
