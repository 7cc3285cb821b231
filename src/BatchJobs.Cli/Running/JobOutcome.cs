using BatchJobs.Cli.Reporting;
using BatchJobs.Client;
using BatchJobs.Specs;

namespace BatchJobs.Cli.Running;

/// <summary>How a run of a Job ended.</summary>
/// <param name="Job">The Job as it was last seen.</param>
/// <param name="FailedPods">The latest pods that failed, oldest first.</param>
/// <param name="Decisions">The latest decisions of the engine, oldest first.</param>
internal sealed record JobOutcome(Job Job, IReadOnlyList<JobPod> FailedPods, IReadOnlyList<JobDecision> Decisions)
{
    /// <summary>The condition that says why the Job failed.</summary>
    public JobCondition? Failure => Job.TrueCondition(JobConditionTypes.Failed);
}
