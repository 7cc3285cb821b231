using BatchJobs.Kubernetes.Mapping;
using BatchJobs.Pods;
using k8s;
using k8s.Models;

namespace BatchJobs.Kubernetes.Tests.Mapping;

/// <summary>When a pod of the cluster has ended, and how.</summary>
public class PodEndingTests
{
    private const string Runs = """{"running":{"startedAt":"2026-11-23T09:00:01Z"}}""";
    private const string Waits = """{"waiting":{"reason":"ContainerCreating"}}""";

    public static TheoryData<string, string, string, PodPhase, int?> Pods => new()
    {
        // Nobody asked for its end: the phase says all.
        { "Running", "", Runs, PodPhase.Running, null },
        { "Failed", "", Ended(3), PodPhase.Failed, 3 },

        // An end was asked for, and the containers have their grace period.
        { "Running", Deleted(30), Runs, PodPhase.Running, null },
        { "Running", Deleted(30), Ended(143), PodPhase.Running, 143 },

        // The kubelet has confirmed the end, without a terminal phase, as those before 1.27 do with OnFailure.
        { "Running", Deleted(0), Ended(143), PodPhase.Failed, 143 },
        { "Running", Deleted(0), Ended(0), PodPhase.Succeeded, 0 },
        { "Pending", Deleted(0), Waits, PodPhase.Failed, 137 },

        // Somebody has deleted it by force, and its node still runs it.
        { "Running", Deleted(0), Runs, PodPhase.Running, null },
    };

    [Theory]
    [MemberData(nameof(Pods))]
    public void The_phase_and_the_exit_code_follow_from_what_runs(string phase, string deletion, string state, PodPhase expected, int? exitCode)
    {
        PodStatus status = PodStatusMap.Of(Pod(phase, deletion, state, "\"nodeName\":\"n\","));

        Assert.Equal(expected, status.Phase);
        Assert.Equal(exitCode, Assert.Single(status.ContainerStatuses).Terminated?.ExitCode);
    }

    [Fact]
    public void A_pod_that_was_deleted_before_it_had_a_node_never_runs() =>
        Assert.Equal(PodPhase.Failed, PodStatusMap.Of(Pod("Pending", Deleted(30), Waits, "")).Phase);

    [Fact]
    public void A_pod_that_was_refused_by_its_node_has_no_exit_codes()
    {
        V1Pod pod = KubernetesJson.Deserialize<V1Pod>("""{"metadata":{},"spec":{"nodeName":"n","containers":[{"name":"main"}]},"status":{"phase":"Failed","reason":"OutOfcpu"}}""");

        Assert.Empty(PodStatusMap.Of(pod).ContainerStatuses);
    }

    [Fact]
    public void Of_a_pod_that_is_gone_while_it_ran_nobody_knows_the_end() =>
        Assert.Null(PodEnding.OfRemoved(PodStatusMap.Of(Pod("Running", Deleted(0), Runs, "\"nodeName\":\"n\","))));

    [Fact]
    public void A_pod_that_ended_before_it_was_seen_running_has_run()
    {
        PodStatus ended = PodStatusMap.Of(Pod("Succeeded", "", Ended(0), "\"nodeName\":\"n\","));

        PodStatus? unseen = UnseenRun.Between(null, ended);

        Assert.Equal(PodPhase.Running, unseen!.Phase);
        Assert.NotNull(Assert.Single(unseen.ContainerStatuses).Running);
        Assert.Null(UnseenRun.Between(unseen, ended));
    }

    private static string Ended(int exitCode) => $$$"""{"terminated":{"exitCode":{{{exitCode}}},"startedAt":"2026-11-23T09:00:01Z","finishedAt":"2026-11-23T09:00:02Z"}}""";

    private static string Deleted(int grace) => $"\"deletionTimestamp\":\"2026-11-23T09:00:30Z\",\"deletionGracePeriodSeconds\":{grace}";

    private static V1Pod Pod(string phase, string deletion, string state, string node)
    {
        string metadata = "{" + deletion + "}";
        string spec = "{" + node + "\"containers\":[{\"name\":\"main\"}]}";
        string status = $"{{\"phase\":\"{phase}\",\"containerStatuses\":[{{\"name\":\"main\",\"image\":\"i\",\"imageID\":\"\",\"ready\":false,\"restartCount\":0,\"state\":{state}}}]}}";
        return KubernetesJson.Deserialize<V1Pod>($"{{\"metadata\":{metadata},\"spec\":{spec},\"status\":{status}}}");
    }
}
