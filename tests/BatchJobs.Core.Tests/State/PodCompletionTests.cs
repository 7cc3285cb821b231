using BatchJobs.Core.Tests.Harness;
using BatchJobs.Pods;
using BatchJobs.Rules;
using BatchJobs.State;

namespace BatchJobs.Core.Tests.State;

public class PodCompletionTests
{
    private static readonly IReadOnlySet<string> NoNames = new HashSet<string>();

    [Theory]
    [InlineData(0, PodPhase.Succeeded, "Completed")]
    [InlineData(3, PodPhase.Failed, "Error")]
    public void Tells_the_same_as_the_status_it_stands_for(int exitCode, PodPhase phase, string reason)
    {
        var end = new PodCompletion(7, "main", exitCode, States.Second(1), States.Second(4), reason, "words");
        Assert.Equal(phase, end.Phase);

        PodRecord brief = Table().Brief;
        PodRecord full = Table().Full;
        Assert.Equal((full.Phase, full.Restarts, full.IsReady, full.IsAssigned, FinishTime.Of(full, NoNames)), (brief.Phase, brief.Restarts, brief.IsReady, brief.IsAssigned, FinishTime.Of(brief, NoNames)));
        ContainerTermination told = Assert.Single(brief.Status!.ContainerStatuses).Terminated!;
        Assert.Equal(new ContainerTermination(exitCode, States.Second(4), reason, "words", StartedAt: States.Second(1)), told);

        (PodRecord Brief, PodRecord Full) Table()
        {
            var table = new PodTable(stoppingHoldsIndex: false);
            var one = new PodRecord(7, 0, States.Second(0));
            var other = new PodRecord(8, 1, States.Second(0));
            table.Add(one);
            table.Add(other);
            table.Report(one, in end);
            table.Report(other, end.ToStatus());
            Assert.Equal((0, 0), (table.Active, table.Terminating));
            Assert.Empty(table.HeldIndexes.Enumerate());
            return (one, other);
        }
    }

    [Fact]
    public void A_record_is_as_new_when_it_serves_another_pod()
    {
        var table = new PodTable(stoppingHoldsIndex: false);
        List<PodRecord> spares = [];
        PodRecord pod = PodTable.Make(0, 3, States.Second(0), spares);
        pod.FailureCount = 2;
        pod.ReplacedBy = 9;
        pod.InStreak = pod.Listed = true;
        table.Add(pod);
        table.Stop(pod, States.Second(1));
        table.Report(pod, new PodCompletion(0, "main", 1, States.Second(0), States.Second(2), "Error"));
        table.Untrack(pod);
        Assert.Same(pod, Assert.Single(table.Removed));

        table.Recycle(spares);
        PodRecord next = PodTable.Make(1, 4, States.Second(5), spares);
        Assert.Same(pod, next);
        PodRecord fresh = new(1, 4, States.Second(5));
        Assert.Equal(
            (fresh.Ordinal, fresh.Index, fresh.CreatedAt, fresh.Phase, fresh.FailureCount, fresh.StoppingSince, fresh.Tracked, fresh.InStreak),
            (next.Ordinal, next.Index, next.CreatedAt, next.Phase, next.FailureCount, next.StoppingSince, next.Tracked, next.InStreak));
        Assert.Equal((fresh.Listed, fresh.ReplacedBy, fresh.Status, fresh.HasReport, fresh.IsCompletion), (next.Listed, next.ReplacedBy, next.Status, next.HasReport, next.IsCompletion));
    }
}
