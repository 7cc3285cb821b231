using System.Text.Json;
using BatchJobs.Pods;
using BatchJobs.Processes.Limits;
using BatchJobs.Processes.Reading;
using BatchJobs.Processes.Tests.Infrastructure;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Tests;

public class AdmissionTests
{
    [Fact]
    public async Task A_pod_waits_unscheduled_until_there_is_room_for_what_it_requests()
    {
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { Processors = 2 });
        var first = await bench.StartReadyAsync(Pod("1500m", Bench.Does("sleep")));
        var second = await bench.StartAsync(Pod("1", Bench.Runs("/bin/true")));

        var waiting = await bench.Reports.FirstAsync(second, status => !status.Scheduled);
        await bench.Executor.StopAsync(first, TimeSpan.Zero);
        var end = await bench.EndOfAsync(second);

        Assert.Equal((PodPhase.Pending, null), (waiting.Phase, waiting.StartTime));
        Assert.Contains(waiting.Conditions, condition => condition is { Type: "PodScheduled", Reason: "Unschedulable", Message: "0/1 nodes are available: 1 Insufficient cpu." });
        Assert.Equal((PodPhase.Succeeded, true), (end.Phase, end.Scheduled));
        Assert.True(end.StartTime >= bench.Reports.Of(first)[0].StartTime);
    }

    [Fact]
    public async Task No_more_pods_run_than_may()
    {
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { MaxConcurrentPods = 3 });
        var pods = new List<PodId>();
        for (var i = 0; i < 20; i++) pods.Add(await bench.StartAsync(Bench.Runs("/bin/sleep", "0.02")));

        foreach (var pod in pods) await bench.EndOfAsync(pod);

        Assert.InRange(bench.Reports.MostAtOnce(status => status.Phase == PodPhase.Running), 1, 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessPodExecutor(new ProcessExecutorOptions { MaxConcurrentPods = 0 }));
    }

    [Fact]
    public async Task A_pod_that_is_stopped_while_it_waits_never_runs()
    {
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { Processors = 1 });
        var pod = await bench.StartAsync(Pod("100", Bench.Runs("/bin/true")));
        await bench.Reports.FirstAsync(pod, status => !status.Scheduled);

        await bench.Executor.StopAsync(pod);

        var status = await bench.EndOfAsync(pod);
        Assert.Equal((PodPhase.Failed, false), (status.Phase, status.Scheduled));
        Assert.NotNull(status.ContainerStatuses[0].Waiting);
    }

    [Fact]
    public void First_come_first_served_but_what_never_fits_keeps_nobody_waiting()
    {
        var admission = new Admission(new ResourceAmounts(1000, 1000), maxPods: null);
        var inside = admission.Enter(new ResourceAmounts(600, null));
        var never = admission.Enter(new ResourceAmounts(null, 2000));
        var large = admission.Enter(new ResourceAmounts(1000, null));
        var small = admission.Enter(new ResourceAmounts(100, null));
        Assert.Equal([true, false, false, false], new[] { inside, never, large, small }.Select(ticket => ticket.Admitted.IsCompleted));

        admission.Leave(inside);
        Assert.Equal([false, true, false], new[] { never, large, small }.Select(ticket => ticket.Admitted.IsCompleted));

        admission.Leave(large);
        Assert.Equal([false, true], new[] { never, small }.Select(ticket => ticket.Admitted.IsCompleted));
    }

    [Fact]
    public void Who_stops_waiting_lets_the_next_one_in()
    {
        var admission = new Admission(new ResourceAmounts(1000, 1000), maxPods: 2);
        admission.Enter(new ResourceAmounts(600, null));
        var large = admission.Enter(new ResourceAmounts(500, null));
        var small = admission.Enter(default);

        admission.Leave(large);

        Assert.True(small.Admitted.IsCompleted);
    }

    private static PodSpec Pod(string cpu, Container container) =>
        new() { Containers = [container with { Resources = JsonElement.Parse($$$"""{"requests":{"cpu":"{{{cpu}}}"}}""") }] };
}
