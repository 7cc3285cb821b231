using BatchJobs.Core.Tests.Harness;
using BatchJobs.State;
using CsCheck;
using static BatchJobs.Core.Tests.Harness.States;

namespace BatchJobs.Core.Tests.State;

public class PodTableTests
{
    private static readonly Gen<(int What, int Ordinal, string Report)[]> Actions = Gen.Select(
        Gen.Int[0, 4], Gen.Int[0, 9], Gen.OneOf("P", "R", "Y", "R*2", "Y*3", "U", "U*2", "S", "F", "Rx", "Y*1x")).Array[0, 40];

    [Fact]
    public void Counts_stay_in_step_with_the_pods() => Gen.Select(Gen.Bool, Actions).Sample((stoppingHolds, actions) =>
    {
        var table = new PodTable(stoppingHolds);
        foreach ((int what, int ordinal, string report) in actions)
        {
            Do(table, what, ordinal, report);
            AssertInStep(table, stoppingHolds);
        }

        AssertInStep(table.Clone(), stoppingHolds);
        table.SetStoppingHoldsIndex(!stoppingHolds);
        AssertInStep(table, !stoppingHolds);
        AssertInStep(table.Clone(), !stoppingHolds);
    });

    [Fact]
    public void A_copy_lives_on_its_own()
    {
        var table = new PodTable(stoppingHoldsIndex: false);
        table.Add(new PodRecord(0, 0, Second(0)));
        PodTable copy = table.Clone();
        copy.TryGet(0, out PodRecord? twin);
        copy.Stop(twin!, Second(5));
        Assert.Equal((1, 0), (table.Active, table.Terminating));
        Assert.Equal((0, 1), (copy.Active, copy.Terminating));
    }

    [Fact]
    public void A_pod_removed_twice_is_taken_off_once()
    {
        var table = new PodTable(stoppingHoldsIndex: false);
        var pod = new PodRecord(0, 0, Second(0));
        table.Add(pod);
        table.Remove(pod);
        table.Remove(pod);
        Assert.Equal((0, 0), (table.Count, table.Active));
    }

    private static void Do(PodTable table, int what, int ordinal, string report)
    {
        if (!table.TryGet(ordinal, out PodRecord? pod))
        {
            table.Add(new PodRecord(ordinal, ordinal % 4, Second(0)));
            return;
        }

        switch (what)
        {
            case 0:
                table.Remove(pod);
                break;
            case 1:
                table.Stop(pod, Second(1));
                break;
            case 2:
                table.Untrack(pod);
                break;
            default:
                table.Report(pod, PodText.StatusOf(report, Second(2)));
                break;
        }
    }

    private static void AssertInStep(PodTable table, bool stoppingHolds)
    {
        Assert.Equal(table.All.Count(), table.Count);
        Assert.Equal(table.All.Count(pod => pod.IsActive), table.Active);
        Assert.Equal(table.All.Count(pod => pod.IsReady), table.Ready);
        Assert.Equal(table.All.Count(pod => pod.IsTerminating), table.Terminating);
        Assert.Equal(table.All.Where(pod => pod is { IsTerminal: false, Phase: not Pods.PodPhase.Unknown }).Sum(pod => pod.Restarts), table.Restarts);
        Assert.Equal(
            table.All.Where(pod => pod.IsActive || (stoppingHolds && pod.IsTerminating)).Select(pod => pod.Index).Distinct().Order(),
            table.HeldIndexes.Enumerate());
    }
}
