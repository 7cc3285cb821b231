using System.Net;
using System.Text.Json;
using BatchJobs.Client;
using BatchJobs.Kubernetes.Native;
using BatchJobs.Kubernetes.Tests.Infrastructure;
using BatchJobs.Kubernetes.Watching;
using BatchJobs.Primitives;

namespace BatchJobs.Kubernetes.Tests.Native;

/// <summary>What the client makes of a watch that does not go as it should.</summary>
public class WatchTests
{
    private const string EmptyList = """{"metadata":{"resourceVersion":"1"},"items":[]}""";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_Job_that_goes_before_the_watch_begins_is_not_waited_for()
    {
        AnsweringServer server = new((_, path, _) => (HttpStatusCode.OK, path.EndsWith("/jobs/j", StringComparison.Ordinal) ? Job("u1", 1) : IsWatch(path) ? "" : EmptyList));
        using KubernetesJobClient client = new(new KubernetesJobClientOptions { Connection = server.Connection });

        await Assert.ThrowsAsync<JobNotFoundException>(() => client.WaitAsync(new JobKey("j"), Cancelled).WaitAsync(Patience, Cancelled));
    }

    [Fact]
    public async Task What_is_no_resource_version_is_told()
    {
        AnsweringServer server = new((_, _, _) => (HttpStatusCode.BadRequest, AnsweringServer.Status(HttpStatusCode.BadRequest, "BadRequest", "Invalid value: abc")));
        using KubernetesJobClient client = new(new KubernetesJobClientOptions { Connection = server.Connection });

        await Assert.ThrowsAsync<ArgumentException>(() => ReadAsync(client, "abc").WaitAsync(Patience, Cancelled));
    }

    [Fact]
    public async Task A_watch_that_the_server_forbids_ends_with_that()
    {
        AnsweringServer server = new((_, path, _) => IsWatch(path) ? (HttpStatusCode.Forbidden, AnsweringServer.Status(HttpStatusCode.Forbidden, "Forbidden", "jobs is forbidden")) : (HttpStatusCode.OK, EmptyList));
        using KubernetesJobClient client = new(new KubernetesJobClientOptions { Connection = server.Connection });

        await Assert.ThrowsAsync<KubernetesApiException>(() => ReadAsync(client, null).WaitAsync(Patience, Cancelled));
    }

    [Fact]
    public async Task Pods_of_a_Job_whose_end_is_not_to_be_seen_are_not_told_as_all_there_were()
    {
        int looks = 0;
        AnsweringServer server = new((_, path, _) => !path.EndsWith("/jobs/j", StringComparison.Ordinal) ? (HttpStatusCode.OK, IsWatch(path) ? "" : EmptyList)
            : Interlocked.Increment(ref looks) == 1 ? (HttpStatusCode.OK, Job("u1", 1))
            : (HttpStatusCode.Forbidden, AnsweringServer.Status(HttpStatusCode.Forbidden, "Forbidden", "jobs is forbidden")));
        using KubernetesJobClient client = new(new KubernetesJobClientOptions { Connection = server.Connection });

        await Assert.ThrowsAsync<KubernetesApiException>(() => client.WatchPodsAsync(new JobKey("j"), Cancelled).ToListAsync(Cancelled).AsTask());
    }

    [Fact]
    public async Task A_client_that_is_closed_leaves_nobody_waiting()
    {
        TaskCompletionSource watched = new(TaskCreationOptions.RunContinuationsAsynchronously);
        AnsweringServer server = new((_, path, _) =>
        {
            if (IsWatch(path))
            {
                watched.TrySetResult();
            }

            return (HttpStatusCode.OK, path.EndsWith("/jobs/j", StringComparison.Ordinal) ? Job("u1", 1) : IsWatch(path) ? "" : $$"""{"metadata":{"resourceVersion":"1"},"items":[{{Job("u1", 1)}}]}""");
        });
        KubernetesJobClient client = new(new KubernetesJobClientOptions { Connection = server.Connection });
        Task waiting = client.WaitAsync(new JobKey("j"), Cancelled);
        await watched.Task.WaitAsync(Patience, Cancelled);

        client.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.WaitAsync(Patience, Cancelled));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.GetAsync(new JobKey("j"), Cancelled));
    }

    [Fact]
    public async Task A_Job_that_is_created_anew_while_nobody_reads_is_told_as_gone_and_as_new()
    {
        LatestSink<Specs.Job> sink = new(WireObjects.Job);
        Say(sink.Changed, Job("u1", 2));
        Say(sink.Removed, Job("u1", 3));
        Say(sink.Changed, Job("u2", 4), isNew: true);
        Say(sink.Changed, Job("u2", 5));

        Assert.Equal([("u1", true, false), ("u2", false, true)], await DrainAsync(sink));
    }

    [Fact]
    public async Task A_Job_that_a_new_list_has_anew_is_told_as_gone_and_as_new()
    {
        LatestSink<Specs.Job> sink = new(WireObjects.Job);
        Say(sink.Changed, Job("u1", 2));
        Say(sink.Changed, Job("u2", 4));
        sink.Listed(new HashSet<(string, string)> { ("default", "j") }, 4);

        Assert.Equal([("u1", true, false), ("u2", false, false)], await DrainAsync(sink));
    }

    [Fact]
    public async Task What_is_older_than_what_was_seen_is_no_news()
    {
        LatestSink<Specs.Job> sink = new(WireObjects.Job);
        Say(sink.Changed, Job("u1", 10));
        Say(sink.Changed, Job("u1", 9));
        sink.Complete();

        await foreach (LatestChange<Specs.Job> change in sink.ReadAsync(Cancelled))
        {
            Assert.Equal("10", change.Object.Metadata.ResourceVersion);
        }
    }

    private static void Say(Action<WatchedObject> say, string json, bool isNew = false)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        say(new WatchedObject(document.RootElement, isNew));
    }

    private static async Task<List<(string? Uid, bool Removed, bool IsNew)>> DrainAsync(LatestSink<Specs.Job> sink)
    {
        sink.Complete();
        return await sink.ReadAsync(Cancelled).Select(change => (change.Object.Metadata.Uid, change.Removed, change.IsNew)).ToListAsync(Cancelled);
    }

    private static async Task ReadAsync(KubernetesJobClient client, string? version)
    {
        await foreach (JobChange change in client.WatchAsync(new JobWatchOptions { ResourceVersion = version }, Cancelled))
        {
            Assert.Fail($"{change.Type} should not have come.");
        }
    }

    private static bool IsWatch(string path) => path.Contains("watch=true", StringComparison.Ordinal);

    private static string Job(string uid, int version) =>
        $$$$$"""{"metadata":{"name":"j","namespace":"default","uid":"{{{{{uid}}}}}","resourceVersion":"{{{{{version}}}}}"},"spec":{"template":{"spec":{"containers":[{"name":"main","image":"i"}],"restartPolicy":"Never"}}}}""";
}
