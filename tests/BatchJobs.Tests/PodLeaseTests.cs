using System.Runtime.CompilerServices;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Rules;
using BatchJobs.Runtime;

namespace BatchJobs.Tests;

/// <summary>What a lease keeps of the Job that it was for.</summary>
public class PodLeaseTests
{
    [Fact]
    public void A_lease_that_has_ended_keeps_no_Job_in_memory()
    {
        var lease = new PodLease();
        WeakReference[] gone = LendAndEnd(lease);
        GC.Collect();
        Assert.All(gone, job => Assert.False(job.IsAlive));
        Assert.False(lease.HasEnds);
        lease.Due(); // somebody who saw it just before it ended
    }

    /// <summary>What it is lent with must not be on the stack of the caller.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference[] LendAndEnd(PodLease lease)
    {
        var source = (PodRequestFactory)RuntimeHelpers.GetUninitializedObject(typeof(PodRequestFactory));
        var job = new object();
        string message = new('x', 10);
        lease.Begin(source, new LeaseTerms(0, -1, 10, 10, 10), TimeSpan.Zero, () => GC.KeepAlive(job));
        lease.Ended(0, new PodCompletion(0, "main", 1, default, default, "Error", message));
        Assert.True(lease.HasEnds);
        lease.End();
        return [new WeakReference(source), new WeakReference(job), new WeakReference(message)];
    }
}
