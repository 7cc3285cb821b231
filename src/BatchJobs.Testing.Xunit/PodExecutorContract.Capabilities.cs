using System.Diagnostics.CodeAnalysis;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Specs;
using Xunit;

namespace BatchJobs.Testing.Xunit;

/// <content>What only some executors can do.</content>
public abstract partial class PodExecutorContract
{
    private static readonly string[] Lines = ["one", "two, with spaces", "", "drei äöü"];

    /// <summary>Logs: the lines of a pod in their order, while it runs and after it has ended.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task The_output_of_a_pod_can_be_read_if_the_executor_keeps_logs()
    {
        if (!KeepsLogs(out IPodLogSource? logs))
            return;
        PodId pod = await StartAsync(Prints(Lines));
        Assert.Equal(Lines, await ReadAsync(logs, pod, new PodLogOptions { Follow = true }));
        await WhenEndedAsync(pod);
        Assert.Equal(Lines, await ReadAsync(logs, pod, new PodLogOptions()));
        Assert.Equal(Lines[2..], await ReadAsync(logs, pod, new PodLogOptions { Tail = 2 }));
        Assert.Equal(Lines, await ReadAsync(logs, pod, new PodLogOptions { Container = Prints(Lines).Containers![0].Name }));
    }

    /// <summary>Logs: the output of a pod outlives its release, and goes with its Job.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task The_output_of_a_pod_is_kept_until_its_Job_is_forgotten()
    {
        if (!KeepsLogs(out IPodLogSource? logs))
            return;
        PodId pod = await StartAsync(Prints(Lines));
        await WhenEndedAsync(pod);
        await ReleaseAsync(pod);
        Assert.Equal(Lines, await ReadAsync(logs, pod, new PodLogOptions()));
        await ForgetJobAsync(JobUid, orphanPods: false);
        Assert.Empty(await ReadAsync(logs, pod, new PodLogOptions()));
        Assert.Empty(await ReadAsync(logs, new PodId(Guid.NewGuid(), 7), new PodLogOptions { Follow = true }));
    }

    /// <summary>Logs: whoever follows a silent pod can stop, and is told when it ends.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Following_the_output_of_a_pod_ends_with_it_or_with_the_reader()
    {
        if (!KeepsLogs(out IPodLogSource? logs))
            return;
        PodId pod = await RunAsync(RunsUntilStopped());
        using var reader = new CancellationTokenSource();
        Task<List<string>> cancelled = ReadAsync(logs, pod, new PodLogOptions { Follow = true }, reader.Token);
        Task<List<string>> patient = ReadAsync(logs, pod, new PodLogOptions { Follow = true });
        await reader.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(Patience));
        await StopAsync(pod);
        await InTimeAsync(patient);
    }

    /// <summary>In-place restarts: a container that fails is started again in the same pod; without them the pod has failed.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_container_that_fails_is_restarted_in_place_if_the_executor_can()
    {
        bool restarts = Executor.Capabilities.InPlaceRestarts;
        PodStartRequest request = Request(restarts ? FailsThenSucceeds(2, exitCode: 3) : ExitsAtOnce(3), RestartPolicy.OnFailure);
        await StartAsync(request);
        PodStatus ended = await WhenEndedAsync(request.Id);
        ContainerStatus container = Assert.Single(ended.ContainerStatuses);
        Assert.Equal(restarts ? (PodPhase.Succeeded, 2, 0) : (PodPhase.Failed, 0, 3), (ended.Phase, container.RestartCount, EndOf(ended).ExitCode));
        Assert.Equal(restarts ? 3 : null, container.LastTermination?.ExitCode);
        EndedOnce(request.Id);
    }

    /// <summary>Never means never.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_pod_that_is_never_restarted_fails_once()
    {
        PodStatus ended = await RunToEndAsync(ExitsAtOnce(3));
        Assert.Equal((0, null), (Assert.Single(ended.ContainerStatuses).RestartCount, Assert.Single(ended.ContainerStatuses).LastTermination));
    }

    /// <summary>Readiness: a pod may run and not be ready yet.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_pod_is_ready_later_than_it_runs_if_the_executor_tells_readiness()
    {
        if (!Executor.Capabilities.Readiness)
            return;
        PodId pod = await StartAsync(GetsReadyLate());
        Assert.False(IsReady(await WhenRunningAsync(pod)), "A pod that has just begun to run is not ready.");
        await reports.WhenAsync(pod, IsReady, "A pod should have been reported as ready", Patience);
        await StopAsync(pod);
        Assert.False(IsReady(await WhenEndedAsync(pod)), "A pod that has ended is not ready.");
    }

    private static bool IsReady(PodStatus status) =>
        status.Conditions.Any(condition => condition.Type == PodConditionTypes.Ready && condition.Status == ConditionStatus.True);

    private bool KeepsLogs([NotNullWhen(true)] out IPodLogSource? logs)
    {
        logs = Executor as IPodLogSource;
        Assert.Equal(Executor.Capabilities.Logs, logs is not null);
        return logs is not null;
    }

    private async Task<List<string>> ReadAsync(IPodLogSource logs, PodId pod, PodLogOptions options, CancellationToken cancellationToken = default)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        giveUp.CancelAfter(Patience);
        var lines = new List<string>();
        await foreach (PodLogLine line in logs.ReadLogAsync(pod, options, giveUp.Token))
            lines.Add(line.Text);
        return lines;
    }
}
