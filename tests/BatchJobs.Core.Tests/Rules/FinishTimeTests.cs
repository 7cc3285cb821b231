using BatchJobs.Pods;
using BatchJobs.Rules;
using BatchJobs.Specs;
using BatchJobs.State;
using static BatchJobs.Core.Tests.Harness.States;

namespace BatchJobs.Core.Tests.Rules;

/// <summary>The first source that can tell: containers, the Ready condition, the deletion, the creation (second 1 here).</summary>
public class FinishTimeTests
{
    private static readonly IReadOnlySet<string> NoNames = new HashSet<string>();

    private static readonly PodCondition NotReadySince20 = new(PodConditionTypes.Ready, ConditionStatus.False, LastTransitionTime: Second(20));

    [Fact]
    public void Is_the_end_of_the_last_container() => Assert.Equal(Second(8), Of(new() { Phase = PodPhase.Failed, ContainerStatuses = [Ended(7), Ended(8), Ended(6)] }));

    [Fact]
    public void Containers_go_before_all_else() => Assert.Equal(Second(7), Of(new()
    {
        Phase = PodPhase.Failed,
        ContainerStatuses = [Ended(7)],
        Conditions = [NotReadySince20],
        DeletionTimestamp = Second(40),
    }));

    [Fact]
    public void One_container_that_has_not_ended_says_nothing_for_all() => Assert.Equal(Second(20), Of(new()
    {
        Phase = PodPhase.Failed,
        ContainerStatuses = [Ended(7), new() { Name = "other", Running = new(Second(2)) }],
        Conditions = [NotReadySince20],
    }));

    [Fact]
    public void A_container_that_ended_at_no_time_says_nothing() => Assert.Equal(Second(20), Of(new()
    {
        Phase = PodPhase.Failed,
        ContainerStatuses = [Ended(7), new() { Name = "other", Terminated = new(1, default) }],
        Conditions = [NotReadySince20],
    }));

    [Fact]
    public void Init_containers_do_not_matter() =>
        Assert.Equal(Second(1), Of(new() { Phase = PodPhase.Failed, InitContainerStatuses = [Ended(7)] }));

    [Fact]
    public void A_pod_without_containers_stopped_being_ready() => Assert.Equal(Second(20), Of(new()
    {
        Phase = PodPhase.Failed,
        Conditions = [new(PodConditionTypes.ContainersReady, ConditionStatus.False, LastTransitionTime: Second(19)), NotReadySince20],
        DeletionTimestamp = Second(40),
    }));

    [Theory]
    [InlineData("True", 20)]
    [InlineData("Unknown", 20)]

    // Since nobody knows when.
    [InlineData("False", null)]
    public void Only_a_Ready_that_became_False_counts(string ready, int? since) => Assert.Equal(Second(30), Of(new()
    {
        Phase = PodPhase.Failed,
        Conditions = [new(PodConditionTypes.Ready, new ConditionStatus(ready), LastTransitionTime: since is null ? null : Second(since.Value))],
        DeletionTimestamp = Second(40),
        DeletionGracePeriodSeconds = 10,
    }));

    [Fact]
    public void A_deleted_pod_ended_when_its_end_was_asked_for() =>
        Assert.Equal(Second(10), Of(new() { Phase = PodPhase.Running, DeletionTimestamp = Second(40), DeletionGracePeriodSeconds = 30 }));

    [Fact]
    public void Else_it_ended_when_it_was_created() => Assert.Equal(Second(1), Of(new() { Phase = PodPhase.Failed }));

    [Fact]
    public void A_pod_without_a_report_too() => Assert.Equal(Second(1), FinishTime.Of(new PodRecord(0, 0, Second(1)), NoNames));

    /// <summary>Ends of regular and of init containers; <c>helper</c> is a sidecar. Not ready since second 20.</summary>
    [Theory]
    [InlineData(7, 9, 9)]
    [InlineData(9, 7, 9)]
    [InlineData(7, null, 20)]

    // As on a cluster, where the second question forgets the answer to the first.
    [InlineData(null, 9, 9)]
    public void A_pod_ends_with_its_sidecars(int? main, int? sidecar, int end) => Assert.Equal(Second(end), Of(
        new()
        {
            Phase = PodPhase.Failed,
            ContainerStatuses = [MayHaveEnded("main", main)],
            InitContainerStatuses = [MayHaveEnded("first", 11), MayHaveEnded("helper", sidecar)],
            Conditions = [NotReadySince20],
        },
        "helper"));

    private static ContainerStatus MayHaveEnded(string name, int? second) =>
        new() { Name = name, Terminated = second is null ? null : new(1, Second(second.Value)) };

    private static DateTimeOffset Of(PodStatus status, params string[] sidecars)
    {
        var pod = new PodRecord(0, PodRecord.NoIndex, Second(1));
        pod.SetStatus(status);
        return FinishTime.Of(pod, sidecars.ToHashSet());
    }

    private static ContainerStatus Ended(int second) => new() { Name = "main", Terminated = new(1, Second(second)) };
}
