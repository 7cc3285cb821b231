using System.Net;
using BatchJobs.Kubernetes.Executor;
using BatchJobs.Kubernetes.Lease;
using BatchJobs.Kubernetes.Requests;
using BatchJobs.Kubernetes.Tests.Infrastructure;
using Microsoft.Extensions.Time.Testing;

namespace BatchJobs.Kubernetes.Tests.Requests;

/// <summary>Limits that are meant to be none.</summary>
public class ExtremeOptionsTests
{
    [Fact]
    public async Task No_limit_is_a_limit_too()
    {
        AnsweringServer answers = new((_, _, _) => (HttpStatusCode.OK, "{}"));
        KubernetesConnectionOptions options = answers.Connection with { RequestTimeout = TimeSpan.MaxValue, RequestsPerSecond = double.PositiveInfinity, RequestBurst = 1 };
        using ApiServer server = new(options.Validate(), new FakeTimeProvider());

        await server.SendAsync(ApiRequest.Get("version"), TestContext.Current.CancellationToken);
        await server.SendAsync(ApiRequest.Get("version"), TestContext.Current.CancellationToken);

        Assert.Equal(2, answers.Requests.Count);
    }

    [Fact]
    public async Task A_lease_for_ever_and_all_time_to_close_are_taken()
    {
        AnsweringServer answers = new((verb, path, body) => (HttpStatusCode.OK, verb == "GET" && path.Contains("/leases/", StringComparison.Ordinal) ? """{"metadata":{"name":"l","resourceVersion":"1"}}""" : """{"metadata":{"resourceVersion":"1"},"items":[]}"""));
        KubernetesExecutorOptions options = new() { Connection = answers.Connection, Namespace = "batch", Identity = "tests", LeaseDuration = TimeSpan.MaxValue, ShutdownTimeout = TimeSpan.MaxValue };
        using ApiServer server = new(options.Validate().Connection, TimeProvider.System);
        await using EngineLease lease = new(server, "batch", "l", options.Validate().LeaseDuration!.Value, TimeProvider.System, options.Logger);

        await lease.AcquireAsync(TestContext.Current.CancellationToken);

        await new Outbox(_ => Task.CompletedTask, options.Validate()).DisposeAsync();
        Assert.Contains(answers.Requests, request => request.Verb == "PUT");
    }
}
