using System.Net;
using BatchJobs.Execution;
using BatchJobs.Kubernetes.Tests.Infrastructure;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Kubernetes.Tests;

/// <summary>What the server may answer when a pod is created.</summary>
public class StartTests
{
    private static readonly Guid JobUid = new("6f0d5a1e-52a3-4b38-8a5e-0f3f4b1c2d3e");

    public static TheoryData<HttpStatusCode, string, string> Refusals => new()
    {
        // Admission: a quota, a web hook, a policy.
        { HttpStatusCode.Forbidden, "Forbidden", "exceeded quota: compute, requested: pods=1, used: pods=10, limited: pods=10" },

        // A pod that is wrong, and a namespace that is not there.
        { HttpStatusCode.UnprocessableEntity, "Invalid", "spec.containers[0].image: Required value" },
        { HttpStatusCode.NotFound, "NotFound", "namespaces batch not found" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_is_told_once_and_not_repeated(HttpStatusCode code, string reason, string message)
    {
        AnsweringServer server = new((verb, _, _) => verb == "POST" ? (code, AnsweringServer.Status(code, reason, message)) : (HttpStatusCode.OK, EmptyList));

        PodStartException error = await Assert.ThrowsAsync<PodStartException>(() => StartAsync(server));

        Assert.Equal((reason, message), (error.Reason, error.Message));
        Assert.Single(server.Requests, request => request.Verb == "POST");
    }

    [Fact]
    public async Task A_pod_whose_creation_was_answered_by_an_error_and_that_exists_was_started()
    {
        AnsweringServer server = new((verb, path, _) => verb switch
        {
            "POST" => (HttpStatusCode.Conflict, AnsweringServer.Status(HttpStatusCode.Conflict, "AlreadyExists", "pods \\\"p\\\" already exists")),
            _ when path.EndsWith("/pods/p", StringComparison.Ordinal) => (HttpStatusCode.OK, Pod(JobUid)),
            _ => (HttpStatusCode.OK, EmptyList),
        });

        await StartAsync(server);

        Assert.Contains(("GET", "/api/v1/namespaces/batch/pods/p"), server.Requests);
    }

    [Fact]
    public async Task A_name_that_somebody_elses_pod_has_is_a_refusal()
    {
        AnsweringServer server = new((verb, path, _) => verb switch
        {
            "POST" => (HttpStatusCode.Conflict, AnsweringServer.Status(HttpStatusCode.Conflict, "AlreadyExists", "taken")),
            _ when path.EndsWith("/pods/p", StringComparison.Ordinal) => (HttpStatusCode.OK, Pod(Guid.NewGuid())),
            _ => (HttpStatusCode.OK, EmptyList),
        });

        Assert.Equal("AlreadyExists", (await Assert.ThrowsAsync<PodStartException>(() => StartAsync(server))).Reason);
    }

    [Fact]
    public async Task What_a_manifest_only_carries_reaches_the_server()
    {
        string? sent = null;
        AnsweringServer server = new((verb, _, body) =>
        {
            sent = verb == "POST" ? body : sent;
            return verb == "POST" ? (HttpStatusCode.Created, Pod(JobUid)) : (HttpStatusCode.OK, EmptyList);
        });

        await StartAsync(server);

        Assert.Contains("\"tolerations\":[{\"operator\":\"Exists\"}]", sent, StringComparison.Ordinal);
        Assert.Contains("\"finalizers\":[\"batchjobs/pod-tracking\"]", sent, StringComparison.Ordinal);
        Assert.Contains("\"batchjobs/engine\":\"tests\"", sent, StringComparison.Ordinal);
        Assert.Contains("\"terminationGracePeriodSeconds\":1", sent, StringComparison.Ordinal); // 0 would let the server forget a pod that still runs
    }

    private static string EmptyList => """{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[]}""";

    private static string Pod(Guid job) =>
        $$$$"""{"metadata":{"name":"p","namespace":"batch","resourceVersion":"7","labels":{"batch.kubernetes.io/controller-uid":"{{{{job}}}}","batchjobs/pod-ordinal":"0"}},"spec":{"containers":[]},"status":{"phase":"Pending"}}""";

    private static async Task StartAsync(AnsweringServer server)
    {
        await using KubernetesPodExecutor executor = new(new KubernetesExecutorOptions { Connection = server.Connection, Namespace = "batch", Identity = "tests", LeaseDuration = null });
        await executor.ConnectAsync(new Silent(), TestContext.Current.CancellationToken);
        await executor.StartAsync(
            new PodStartRequest
            {
                Id = new PodId(JobUid, 0),
                Name = "p",
                Uid = Guid.NewGuid(),
                Job = new JobKey("j"),
                CreationTimestamp = DateTimeOffset.UnixEpoch,
                Labels = new Dictionary<string, string>(),
                Annotations = new Dictionary<string, string>(),
                Spec = new PodSpec { TerminationGracePeriodSeconds = 0, Tolerations = Workload.Json("""[{"operator":"Exists"}]"""), Containers = [new Container { Name = "main", Image = "busybox" }] },
            },
            TestContext.Current.CancellationToken);
    }

    private sealed class Silent : IPodObserver
    {
        public void OnReport(in PodReport report)
        {
        }

        public void OnVanished(PodId pod)
        {
        }
    }
}
