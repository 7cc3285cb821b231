using System.Net;
using BatchJobs.Kubernetes.Lease;
using BatchJobs.Kubernetes.Requests;
using BatchJobs.Kubernetes.Tests.Infrastructure;
using Microsoft.Extensions.Logging;
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

    [Fact]
    public async Task A_conflict_does_not_lose_a_lease_that_is_still_ours()
    {
        LeaseServer leases = new() { ConflictAt = 2 };
        using ApiServer server = new(leases.Answers.Connection, TimeProvider.System);
        LostLog log = new();
        await using EngineLease lease = new(server, "default", "batchjobs-tests", TimeSpan.FromMilliseconds(900), TimeProvider.System, log);
        await lease.AcquireAsync(TestContext.Current.CancellationToken);

        await leases.WhenWrittenAsync(3);

        Assert.False(log.Lost.IsCompleted);
    }

    [Fact]
    public async Task A_conflict_with_another_holder_loses_the_lease()
    {
        LeaseServer leases = new() { ConflictAt = 2, HolderAfterConflict = "another" };
        using ApiServer server = new(leases.Answers.Connection, TimeProvider.System);
        LostLog log = new();
        await using EngineLease lease = new(server, "default", "batchjobs-tests", TimeSpan.FromMilliseconds(900), TimeProvider.System, log);
        await lease.AcquireAsync(TestContext.Current.CancellationToken);

        await log.Lost.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.False(lease.IsHeld);
    }

    [Fact]
    public async Task A_lease_without_spec_is_nobodys()
    {
        LeaseServer leases = new() { Written = """{"metadata":{"name":"batchjobs-tests","resourceVersion":"1"}}""" };
        using ApiServer server = new(leases.Answers.Connection, TimeProvider.System);
        await using EngineLease lease = new(server, "default", "batchjobs-tests", TimeSpan.FromMinutes(1), TimeProvider.System, NullLogger.Instance);

        await lease.AcquireAsync(TestContext.Current.CancellationToken);

        Assert.True(lease.IsHeld);
    }

    [Fact]
    public async Task Renewals_do_not_queue_behind_the_requests_of_a_large_Job()
    {
        LeaseServer leases = new();
        using ApiServer server = new(leases.Answers.Connection with { RequestsPerSecond = 1e-3, RequestBurst = 1 }, TimeProvider.System);
        await server.SendAsync(ApiRequest.Get("version"), TestContext.Current.CancellationToken);
        await using EngineLease lease = new(server, "default", "batchjobs-tests", TimeSpan.FromMilliseconds(900), TimeProvider.System, NullLogger.Instance);

        await lease.AcquireAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);

        await leases.WhenWrittenAsync(2);
    }

    /// <summary>Keeps one lease as the API server does.</summary>
    private sealed class LeaseServer
    {
        private readonly TaskCompletionSource[] writes = [.. Enumerable.Range(0, 4).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
        private int count;

        public LeaseServer() => Answers = new AnsweringServer((verb, path, body) => path == "/version" ? (HttpStatusCode.OK, "{}") : verb == "GET" ? Read() : Write(body));

        public AnsweringServer Answers { get; }

        public string? Written { get; set; }

        /// <summary>Which write meets a conflict, counted from 1.</summary>
        public int ConflictAt { get; init; }

        /// <summary>Who has the lease after that; null for whoever had it before.</summary>
        public string? HolderAfterConflict { get; init; }

        /// <summary>Waits until so many writes have come.</summary>
        public Task WhenWrittenAsync(int writeCount) => writes[writeCount - 1].Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

        private (HttpStatusCode Code, string Body) Read() =>
            Written is null ? (HttpStatusCode.NotFound, AnsweringServer.Status(HttpStatusCode.NotFound, "NotFound", "no such lease")) : (HttpStatusCode.OK, Written);

        private (HttpStatusCode Code, string Body) Write(string body)
        {
            count++;
            if (count == ConflictAt)
            {
                Written = HolderAfterConflict is null ? Written : $$$"""{"metadata":{"name":"batchjobs-tests","resourceVersion":"9"},"spec":{"holderIdentity":"{{{HolderAfterConflict}}}","leaseDurationSeconds":60}}""";
            }
            else
            {
                Written = body;
            }

            if (count <= writes.Length)
            {
                writes[count - 1].TrySetResult();
            }

            return count == ConflictAt ? (HttpStatusCode.Conflict, AnsweringServer.Status(HttpStatusCode.Conflict, "Conflict", "the object has been modified")) : (HttpStatusCode.OK, body);
        }
    }

    private sealed class LostLog : ILogger
    {
        private readonly TaskCompletionSource lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Lost => lost.Task;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id == 4006)
            {
                lost.TrySetResult();
            }
        }
    }
}
