using System.Net;
using System.Text.Json.Nodes;
using BatchJobs.Client;
using BatchJobs.Kubernetes.Tests.Infrastructure;
using BatchJobs.Manifests;
using BatchJobs.Specs;

namespace BatchJobs.Kubernetes.Tests.Native;

/// <summary>Answers of a Kubernetes 1.36.2 API server, for all that the cluster of the tests is too old for.</summary>
public class RecordedAnswerTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_Job_with_every_field_is_created_and_read_as_the_server_stored_it()
    {
        AnsweringServer server = new((_, _, _) => (HttpStatusCode.Created, Answer.ToJsonString()));
        using KubernetesJobClient client = new(new KubernetesJobClientOptions { Connection = server.Connection });

        Job job = await client.CreateAsync(Sent, Cancelled);

        Assert.Equal("Indexed", job.Spec.CompletionMode!.Value.Value);
        Assert.Equal((6, 3, 1, 2), (job.Spec.Completions, job.Spec.Parallelism, job.Spec.BackoffLimitPerIndex, job.Spec.MaxFailedIndexes));
        Assert.Equal("FailIndex", Assert.Single(job.Spec.PodFailurePolicy!.Rules!).Action!.Value.Value);
        Assert.Equal("0,2-4", Assert.Single(job.Spec.SuccessPolicy!.Rules!).SucceededIndexes);
        Assert.Equal("4711", job.Metadata.ResourceVersion);
        Assert.Equal(["/apis/batch/v1/namespaces/default/jobs?dryRun=All", "/apis/batch/v1/namespaces/default/jobs"], server.Requests.Select(request => request.Path));
    }

    public static TheoryData<string, string> Dropped => new()
    {
        // The field a server leaves out, and what is said of it.
        { "suspend", "spec.suspend (since 1.22)" },
        { "completionMode", "spec.completionMode (since 1.22)" },
        { "podFailurePolicy", "spec.podFailurePolicy (since 1.26)" },
        { "backoffLimitPerIndex", "spec.backoffLimitPerIndex (since 1.29)" },
        { "successPolicy", "spec.successPolicy (since 1.31)" },
        { "managedBy", "spec.managedBy (since 1.32)" },
    };

    [Theory]
    [MemberData(nameof(Dropped))]
    public async Task A_field_that_the_server_leaves_out_keeps_the_Job_from_being_created(string field, string told)
    {
        JsonObject answer = Answer;
        answer["spec"]!.AsObject().Remove(field);
        AnsweringServer server = new((_, path, _) => path == "/version"
            ? (HttpStatusCode.OK, """{"gitVersion":"v1.20.2"}""")
            : (HttpStatusCode.Created, answer.ToJsonString()));
        using KubernetesJobClient client = new(new KubernetesJobClientOptions { Connection = server.Connection });

        UnsupportedFieldsException error = await Assert.ThrowsAsync<UnsupportedFieldsException>(() => client.CreateAsync(Sent, Cancelled));

        Assert.Equal($"Kubernetes v1.20.2 does not support {told}", error.Message);
        Assert.Equal([$"spec.{field}"], error.Fields);
        Assert.Equal("v1.20.2", error.ServerVersion);
        Assert.DoesNotContain(server.Requests, request => request.Verb == "POST" && !request.Path.EndsWith("dryRun=All", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("spec.backoffLimitPerIndex", "0")] // no retries at all, instead of those of the whole Job
    [InlineData("spec.maxFailedIndexes", "0")]
    [InlineData("spec.ttlSecondsAfterFinished", "0")] // to be deleted at once, instead of never
    [InlineData("spec.template.spec.hostUsers", "false")] // users of its own, instead of those of the node
    public async Task A_zero_that_does_not_mean_the_same_as_its_absence_is_missed(string field, string value)
    {
        string[] path = field.Split('.');
        JsonObject sent = Recording["sent"]!.DeepClone().AsObject();
        path[..^1].Aggregate((JsonNode)sent, (node, name) => node[name]!)[path[^1]] = JsonNode.Parse(value);
        JsonObject answer = Answer;
        path[..^1].Aggregate((JsonNode)answer, (node, name) => node[name]!).AsObject().Remove(path[^1]);
        AnsweringServer server = new((_, asked, _) => asked == "/version" ? (HttpStatusCode.OK, """{"gitVersion":"v1.20.2"}""") : (HttpStatusCode.Created, answer.ToJsonString()));
        using KubernetesJobClient client = new(new KubernetesJobClientOptions { Connection = server.Connection });

        UnsupportedFieldsException error = await Assert.ThrowsAsync<UnsupportedFieldsException>(() => client.CreateAsync(ManifestReader.ReadJson(sent.ToJsonString()).ThrowIfFailed().Job!, Cancelled));

        Assert.Equal([field], error.Fields);
    }

    [Fact]
    public async Task What_the_server_keeps_of_who_manages_which_field_is_not_missed()
    {
        JsonObject read = Answer;
        read["metadata"]!["managedFields"] = JsonNode.Parse("""[{"manager":"kube-controller-manager","operation":"Update","fieldsType":"FieldsV1","fieldsV1":{"f:status":{"f:startTime":{}}}}]""");
        JsonObject answer = Answer;
        answer["metadata"]!["managedFields"] = JsonNode.Parse("""[{"manager":"batchjobs","operation":"Update","fieldsType":"FieldsV1","fieldsV1":{"f:spec":{}}}]""");
        AnsweringServer server = new((_, _, _) => (HttpStatusCode.OK, answer.ToJsonString()));
        using KubernetesJobClient client = new(new KubernetesJobClientOptions { Connection = server.Connection });

        Job replaced = await client.UpdateAsync(ManifestReader.ReadJson(read.ToJsonString()).ThrowIfFailed().Job!, Cancelled);

        Assert.Equal("4711", replaced.Metadata.ResourceVersion);
    }

    [Fact]
    public async Task A_version_that_has_expired_ends_the_watch_that_asked_for_it()
    {
        AnsweringServer server = new((_, _, _) => (HttpStatusCode.OK, """{"type":"ERROR","object":{"kind":"Status","status":"Failure","reason":"Expired","message":"too old resource version: 3 (4711)","code":410}}"""));
        using KubernetesJobClient client = new(new KubernetesJobClientOptions { Connection = server.Connection });

        await Assert.ThrowsAsync<BatchJobs.Client.WatchExpiredException>(async () =>
        {
            await foreach (BatchJobs.Client.JobChange change in client.WatchAsync(new BatchJobs.Client.JobWatchOptions { ResourceVersion = "3" }, Cancelled))
            {
                Assert.Fail($"{change.Type} should not have come.");
            }
        });
    }

    [Fact]
    public async Task Where_the_server_has_CronJobs_is_asked_again_if_it_could_not_say()
    {
        int asked = 0;
        AnsweringServer server = new((_, path, _) =>
            path != "/apis/batch/v1" ? (HttpStatusCode.OK, """{"metadata":{"resourceVersion":"1"},"items":[]}""")
            : asked++ == 0 ? (HttpStatusCode.Forbidden, AnsweringServer.Status(HttpStatusCode.Forbidden, "Forbidden", "not yet"))
            : (HttpStatusCode.OK, """{"resources":[{"name":"jobs"},{"name":"cronjobs"}]}"""));
        using KubernetesJobClient client = new(new KubernetesJobClientOptions { Connection = server.Connection });

        await Assert.ThrowsAsync<KubernetesApiException>(() => client.ListCronJobsAsync(cancellationToken: Cancelled));
        Assert.Empty(await client.ListCronJobsAsync(cancellationToken: Cancelled));
        Assert.Equal("/apis/batch/v1/cronjobs?limit=500", server.Requests[^1].Path);
    }

    [Fact]
    public async Task A_pod_that_is_not_there_is_what_is_not_found()
    {
        AnsweringServer server = new((_, path, _) => path.Contains("/pods/", StringComparison.Ordinal)
            ? (HttpStatusCode.NotFound, AnsweringServer.Status(HttpStatusCode.NotFound, "NotFound", "no such pod"))
            : (HttpStatusCode.OK, Answer.ToJsonString()));
        using KubernetesJobClient client = new(new KubernetesJobClientOptions { Connection = server.Connection });

        var missing = await Assert.ThrowsAsync<JobNotFoundException>(() => client.DeletePodAsync(Sent.Key(), "gone", cancellationToken: Cancelled));
        Assert.Contains("gone", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_earlier_attempt_deleted_is_not_told_as_missing()
    {
        AnsweringServer server = MissingAfter(HttpStatusCode.BadGateway);
        using KubernetesJobClient client = new(new KubernetesJobClientOptions { Connection = server.Connection });

        await client.DeleteAsync(Sent.Key(), cancellationToken: Cancelled);

        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_page_of_a_proxy_is_told_as_what_it_is()
    {
        AnsweringServer server = new((_, _, _) => (HttpStatusCode.OK, "<html>Log in</html>"));
        using KubernetesJobClient client = new(new KubernetesJobClientOptions { Connection = server.Connection });

        KubernetesApiException error = await Assert.ThrowsAsync<KubernetesApiException>(() => client.ListAsync(cancellationToken: Cancelled));

        Assert.Contains("answered with text/html instead of JSON", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_is_told_even_if_the_server_was_busy_first()
    {
        AnsweringServer server = MissingAfter(HttpStatusCode.TooManyRequests);
        using KubernetesJobClient client = new(new KubernetesJobClientOptions { Connection = server.Connection });

        await Assert.ThrowsAsync<JobNotFoundException>(() => client.DeleteAsync(Sent.Key(), cancellationToken: Cancelled));
    }

    /// <summary>A server that fails once, and has no such object then.</summary>
    private static AnsweringServer MissingAfter(HttpStatusCode first)
    {
        int asked = 0;
        return new((_, _, _) => Interlocked.Increment(ref asked) == 1
            ? (first, "")
            : (HttpStatusCode.NotFound, AnsweringServer.Status(HttpStatusCode.NotFound, "NotFound", "no such Job")));
    }

    private static Job Sent => ManifestReader.ReadJson(Recording["sent"]!.ToJsonString()).ThrowIfFailed().Job!;

    private static JsonObject Answer => Recording["answer"]!.DeepClone().AsObject();

    private static JsonNode Recording => JsonNode.Parse(File.ReadAllText(Repository.Path("tests/BatchJobs.Kubernetes.Tests/Recorded/job-1.36.2.json")))!;
}
