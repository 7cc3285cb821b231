using BatchJobs.Pods;
using BatchJobs.Processes.Kubelet;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Tests.Kubelet;

public class PodPhaseRuleTests
{
    [Theory]
    // One container
    [InlineData("Never", "", "waiting", PodPhase.Pending)]
    [InlineData("Never", "", "running", PodPhase.Running)]
    [InlineData("Never", "", "0", PodPhase.Succeeded)]
    [InlineData("Never", "", "1", PodPhase.Failed)]
    [InlineData("OnFailure", "", "0", PodPhase.Succeeded)]
    [InlineData("OnFailure", "", "1", PodPhase.Running)] // it will run again
    [InlineData("OnFailure", "", "backoff", PodPhase.Running)]
    // Several containers: the last one decides when, all of them decide what
    [InlineData("Never", "", "running waiting", PodPhase.Pending)]
    [InlineData("Never", "", "running 1", PodPhase.Running)]
    [InlineData("Never", "", "0 1", PodPhase.Failed)]
    [InlineData("Never", "", "0 0", PodPhase.Succeeded)]
    [InlineData("OnFailure", "", "0 1", PodPhase.Running)]
    [InlineData("OnFailure", "", "running backoff", PodPhase.Running)]
    // Init containers
    [InlineData("Never", "waiting", "waiting", PodPhase.Pending)]
    [InlineData("Never", "running", "waiting", PodPhase.Pending)]
    [InlineData("Never", "0", "waiting", PodPhase.Pending)]
    [InlineData("Never", "0", "running", PodPhase.Running)]
    [InlineData("Never", "1", "waiting", PodPhase.Failed)]
    [InlineData("OnFailure", "1", "waiting", PodPhase.Pending)]
    [InlineData("OnFailure", "backoff", "waiting", PodPhase.Pending)]
    // Sidecars count as running, and their exit codes count for nothing
    [InlineData("Never", "sidecar:waiting", "waiting", PodPhase.Pending)]
    [InlineData("Never", "sidecar:running", "waiting", PodPhase.Pending)]
    [InlineData("Never", "sidecar:running", "running", PodPhase.Running)]
    [InlineData("Never", "sidecar:running", "0", PodPhase.Running)]
    [InlineData("Never", "sidecar:1", "0", PodPhase.Succeeded)]
    [InlineData("Never", "sidecar:backoff", "running", PodPhase.Running)]
    public void The_phase_follows_from_the_containers(string policy, string initContainers, string containers, PodPhase expected) =>
        Assert.Equal(expected, PodPhaseRule.Derive(new RestartPolicy(policy), Views(initContainers), Views(containers), podHasEnded: false));

    [Theory]
    [InlineData("0", PodPhase.Succeeded)]
    [InlineData("143", PodPhase.Failed)]
    [InlineData("0 143", PodPhase.Failed)]
    [InlineData("backoff", PodPhase.Failed)]
    public void An_ended_pod_restarts_nothing(string containers, PodPhase expected) =>
        Assert.Equal(expected, PodPhaseRule.Derive(RestartPolicy.OnFailure, [], Views(containers), podHasEnded: true));

    private static ContainerView[] Views(string states) => [.. states.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(View)];

    private static ContainerView View(string state)
    {
        var sidecar = state.StartsWith("sidecar:", StringComparison.Ordinal);
        var container = new Container { Name = "c", RestartPolicy = sidecar ? RestartPolicy.Always : null };
        var status = new ContainerStatus { Name = "c" };
        return new ContainerView(container, state[(sidecar ? 8 : 0)..] switch
        {
            "waiting" => status with { Waiting = new ContainerWaiting("ContainerCreating") },
            "backoff" => status with { Waiting = new ContainerWaiting("CrashLoopBackOff"), LastTermination = End(1) },
            "running" => status with { Running = new ContainerRunning(DateTimeOffset.UnixEpoch) },
            var code => status with { Terminated = End(int.Parse(code)) },
        });
    }

    private static ContainerTermination End(int code) => new(code, DateTimeOffset.UnixEpoch);
}
