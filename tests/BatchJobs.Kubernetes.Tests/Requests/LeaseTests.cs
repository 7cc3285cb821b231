using System.Net;
using BatchJobs.Kubernetes.Lease;
using BatchJobs.Kubernetes.Requests;
using BatchJobs.Kubernetes.Tests.Infrastructure;
using Microsoft.Extensions.Logging.Abstractions;

namespace BatchJobs.Kubernetes.Tests.Requests;

/// <summary>The lease, when what it needs goes wrong.</summary>
public class LeaseTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Credentials_that_can_not_be_made_for_once_do_not_end_the_renewals()
    {
        string? written = null;
        TaskCompletionSource failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource renewed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        AnsweringServer answers = new((verb, _, body) =>
        {
            if (verb == "GET" && written is not null && failed.TrySetResult())
            {
                throw new InvalidOperationException("The plugin for credentials has gone.");
            }

            if (verb == "GET")
            {
                return written is null ? (HttpStatusCode.NotFound, AnsweringServer.Status(HttpStatusCode.NotFound, "NotFound", "no such lease")) : (HttpStatusCode.OK, written);
            }

            written = body;
            if (failed.Task.IsCompleted)
            {
                renewed.TrySetResult();
            }

            return (HttpStatusCode.OK, body);
        });
        using ApiServer server = new(answers.Connection, TimeProvider.System);
        await using EngineLease lease = new(server, "default", "batchjobs-tests", TimeSpan.FromMilliseconds(300), TimeProvider.System, NullLogger.Instance);
        await lease.AcquireAsync(TestContext.Current.CancellationToken);
        await failed.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await renewed.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }
}
