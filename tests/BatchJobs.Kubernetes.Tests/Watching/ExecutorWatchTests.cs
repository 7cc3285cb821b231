using System.Net;
using BatchJobs.Execution;
using BatchJobs.Kubernetes.Tests.Infrastructure;
using BatchJobs.Pods;
using BatchJobs.Tests.Support;

namespace BatchJobs.Kubernetes.Tests.Watching;

/// <summary>What the executor makes of what its watch tells.</summary>
public class ExecutorWatchTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly PodId Pod = new(new Guid("6f0d5a1e-52a3-4b38-8a5e-0f3f4b1c2d3e"), 0);

    [Fact]
    public async Task Who_follows_the_output_of_a_pod_that_goes_with_its_Job_comes_to_an_end()
    {
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bool deleted = false;
        AnsweringServer server = new((verb, path, _) =>
        {
            if (path.Contains("/log?", StringComparison.Ordinal))
            {
                asked.TrySetResult();
                return deleted ? (HttpStatusCode.NotFound, AnsweringServer.Status(HttpStatusCode.NotFound, "NotFound", "no such pod")) : (HttpStatusCode.OK, "");
            }

            deleted |= verb == "DELETE";
            return (HttpStatusCode.OK, IsWatch(path) ? Line(deleted ? "DELETED" : "ADDED", deleted ? 3 : 2) : EmptyList);
        });
        Observer observer = new();
        await using KubernetesPodExecutor executor = new(Options(server));
        await executor.ConnectAsync(observer, TestContext.Current.CancellationToken);
        await observer.Runs.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Task<List<PodLogLine>> following = executor.ReadLogAsync(Pod, new PodLogOptions { Follow = true }, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken).AsTask();
        await asked.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

        await executor.ForgetJobAsync(Pod.JobUid, orphanPods: false, TestContext.Current.CancellationToken);

        Assert.Empty(await following.WaitAsync(Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_log_that_throws_does_not_end_the_watch()
    {
        int watches = 0;
        AnsweringServer server = new((_, path, _) => (HttpStatusCode.OK, !IsWatch(path) ? EmptyList : Interlocked.Increment(ref watches) == 1 ? "{cut off\n" : Line("ADDED", 2)));
        Observer observer = new();
        await using KubernetesPodExecutor executor = new(Options(server) with { Logger = new ThrowingLogs() });
        await executor.ConnectAsync(observer, TestContext.Current.CancellationToken);
        await observer.Runs.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_watch_that_is_open_again_is_healthy_even_if_nothing_happens()
    {
        int watches = 0;
        TaskCompletionSource third = new(TaskCreationOptions.RunContinuationsAsynchronously);
        AnsweringServer server = new((_, path, _) =>
        {
            int watch = IsWatch(path) ? Interlocked.Increment(ref watches) : 0;
            if (watch == 3)
            {
                third.TrySetResult();
            }

            return watch switch
            {
                0 => (HttpStatusCode.OK, EmptyList),
                1 => (HttpStatusCode.InternalServerError, "etcd is away"),
                _ => (HttpStatusCode.OK, ""),
            };
        });
        await using KubernetesPodExecutor executor = new(Options(server));
        await executor.ConnectAsync(new Observer(), TestContext.Current.CancellationToken);

        await third.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

        Assert.Empty(await executor.ListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_list_whose_next_page_has_expired_is_read_again_in_one_piece()
    {
        const string First = """{"metadata":{"resourceVersion":"1","continue":"more"},"items":[]}""";
        AnsweringServer server = new((_, path, _) =>
            path.Contains("continue=", StringComparison.Ordinal) ? (HttpStatusCode.Gone, AnsweringServer.Status(HttpStatusCode.Gone, "Expired", "the provided continue parameter is too old"))
            : IsWatch(path) ? (HttpStatusCode.OK, "")
            : (HttpStatusCode.OK, path.Contains("limit=", StringComparison.Ordinal) ? First : EmptyList));
        await using KubernetesPodExecutor executor = new(Options(server));

        await executor.ConnectAsync(new Observer(), TestContext.Current.CancellationToken);

        using KubernetesJobClient client = new(new BatchJobs.Kubernetes.KubernetesJobClientOptions { Connection = server.Connection });
        Assert.Empty((await client.ListAsync(cancellationToken: TestContext.Current.CancellationToken)).Items);
    }

    private static string EmptyList => """{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[]}""";

    private static bool IsWatch(string path) => path.Contains("watch=true", StringComparison.Ordinal);

    private static KubernetesExecutorOptions Options(AnsweringServer server) =>
        new() { Connection = server.Connection, Namespace = "batch", Identity = "tests", LeaseDuration = null };

    private static string Line(string type, int version) => $$$$"""
        {"type":"{{{{type}}}}","object":{"metadata":{"name":"p","namespace":"batch","resourceVersion":"{{{{version}}}}","labels":{"batch.kubernetes.io/controller-uid":"{{{{Pod.JobUid}}}}","batchjobs/pod-ordinal":"0"}},"spec":{"nodeName":"n","containers":[{"name":"main"}]},"status":{"phase":"Running","containerStatuses":[{"name":"main","image":"i","imageID":"i","ready":true,"restartCount":0,"state":{"running":{"startedAt":"2026-11-23T09:00:01Z"}}}]}}}

        """;

    private sealed class Observer : IPodObserver
    {
        public TaskCompletionSource Runs { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void OnReport(in PodReport report)
        {
            if (report.Status.Phase == PodPhase.Running)
            {
                Runs.TrySetResult();
            }
        }

        public void OnVanished(PodId pod)
        {
        }
    }
}
