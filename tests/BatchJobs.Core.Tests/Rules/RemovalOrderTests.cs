using BatchJobs.Pods;
using BatchJobs.Rules;
using BatchJobs.Specs;
using BatchJobs.State;
using static BatchJobs.Core.Tests.Harness.States;

namespace BatchJobs.Core.Tests.Rules;

/// <summary>Each row names two pods that differ in one respect only; the first has to go first.</summary>
public class RemovalOrderTests
{
    private static readonly RemovalOrder Order = new(new HashSet<string> { "sidecar" });

    private static readonly PodRecord Plain = Running(ready: null);

    private static readonly Dictionary<string, (PodRecord First, PodRecord Then)> Pairs = new()
    {
        ["not assigned before assigned, whatever the rest"] = (Pod(new() { Phase = PodPhase.Running, Scheduled = false }), Pod(new() { Phase = PodPhase.Pending })),
        ["without a report before assigned"] = (new PodRecord(0, -1, Second(0)), Pod(new() { Phase = PodPhase.Pending })),
        ["pending before unknown"] = (Pod(new() { Phase = PodPhase.Pending }), Pod(new() { Phase = PodPhase.Unknown })),
        ["unknown before running"] = (Pod(new() { Phase = PodPhase.Unknown }), Plain),
        ["pending before running, even if it restarted less"] = (Pod(new() { Phase = PodPhase.Pending }), Running(ready: null, restarts: 9)),
        ["not ready before ready"] = (Plain, Running(ready: 5)),
        ["ready since later first"] = (Running(ready: 9), Running(ready: 5)),
        ["ready since nobody knows first"] = (Running(ready: -1), Running(ready: 5)),
        ["more restarts first"] = (Running(ready: null, restarts: 2), Running(ready: null, restarts: 1)),
        ["the container with most restarts is compared, not the sum"] = (Running(null, 3), Pod(Status(null, 2, 2))),
        ["restarts of regular containers go before those of sidecars"] = (Running(null, 1), Pod(Status(null) with { InitContainerStatuses = [Sidecar(5)] })),
        ["more restarts of sidecars first"] = (Pod(Status(null) with { InitContainerStatuses = [Sidecar(5)] }), Pod(Status(null) with { InitContainerStatuses = [Sidecar(4)] })),
        ["restarts of ordinary init containers do not matter"] = (Pod(Status(null) with { InitContainerStatuses = [Sidecar(1)] }), Pod(Status(null) with { InitContainerStatuses = [Restarted(9)] })),
        ["readiness before restarts"] = (Running(ready: 9, restarts: 0), Running(ready: 5, restarts: 7)),
        ["since when a pod is not ready does not matter"] = (Pod(NotReady(since: 5), created: 8), Pod(NotReady(since: 9), created: 7)),
        ["younger first"] = (Pod(Status(null), created: 8), Pod(Status(null), created: 7)),
        ["the later one of two of an age first"] = (Pod(Status(null), ordinal: 2), Pod(Status(null), ordinal: 1)),
        ["age before number"] = (Pod(Status(null), created: 8, ordinal: 1), Pod(Status(null), created: 7, ordinal: 2)),
    };

    public static TheoryData<string> Reasons => [.. Pairs.Keys];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Removes_first(string reason)
    {
        (PodRecord first, PodRecord then) = Pairs[reason];
        Assert.True(Order.Compare(first, then) < 0, reason);
        Assert.True(Order.Compare(then, first) > 0, "and the other way round");
    }

    [Fact]
    public void A_pod_is_as_good_as_itself() => Assert.Equal(0, Order.Compare(Plain, Plain));

    [Fact]
    public void No_pod_goes_before_any()
    {
        Assert.True(Order.Compare(null, Plain) < 0);
        Assert.True(Order.Compare(Plain, null) > 0);
        Assert.Equal(0, Order.Compare(null, null));
    }

    /// <summary>Ready since a second, since an unknown one (-1), or not (null).</summary>
    private static PodRecord Running(int? ready, int restarts = 0) => Pod(Status(ready, restarts));

    private static PodStatus Status(int? ready, params int[] restarts) => new()
    {
        Phase = PodPhase.Running,
        Conditions = ready is null ? [] : [new(PodConditionTypes.Ready, ConditionStatus.True, LastTransitionTime: ready < 0 ? null : Second(ready.Value))],
        ContainerStatuses = [.. restarts.Select(Restarted)],
    };

    private static PodStatus NotReady(int since) => new()
    {
        Phase = PodPhase.Running,
        Conditions = [new(PodConditionTypes.Ready, ConditionStatus.False, LastTransitionTime: Second(since))],
    };

    private static ContainerStatus Restarted(int restarts) => new() { Name = "main", RestartCount = restarts };

    private static ContainerStatus Sidecar(int restarts) => Restarted(restarts) with { Name = "sidecar" };

    private static PodRecord Pod(PodStatus status, int created = 0, long ordinal = 0)
    {
        var pod = new PodRecord(ordinal, PodRecord.NoIndex, Second(created));
        pod.SetStatus(status);
        return pod;
    }
}
