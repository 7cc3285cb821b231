namespace BatchJobs.Scheduling;

/// <summary>Decides when and where the pods that wait may start; what kube-scheduler is for a cluster.</summary>
/// <remarks>
/// Called by a <see cref="ScheduledPodExecutor"/> for one cycle at a time: when a pod has come, when one has ended, at
/// <see cref="SchedulingCycle.LookAgainAt"/> and on <see cref="ScheduledPodExecutor.Reschedule"/>. It has to be quick and must not block.
/// </remarks>
public interface IPodScheduler
{
    /// <summary>Looks at what waits and what runs, and says what starts where.</summary>
    /// <param name="cycle">The present state, and where to put the decisions; not to be kept.</param>
    void Schedule(SchedulingCycle cycle);
}
