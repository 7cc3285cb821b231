using BatchJobs.Client;
using BatchJobs.Specs;

namespace BatchJobs.Kubernetes.Native;

/// <summary>What can be told of the decisions of a controller that only writes events.</summary>
internal static class NativeExplanation
{
    private const string Rule = "job-controller";

    public static JobExplanation Of(Job job, IReadOnlyList<JobEventEntry> events) => new([.. events.Select(Decision)], WaitingFor(job), NextInstant: null);

    private static JobDecision Decision(JobEventEntry entry) =>
        new(entry.LastTime, entry.Reason, Rule, Pod: null, Index: null, entry.Count, Budget: null, Next: null, entry.Message);

    private static string WaitingFor(Job job) =>
        job.IsFinished() ? "nothing: the Job has finished"
        : job.Spec.Suspend == true ? "somebody to resume the Job"
        : job.Status?.Active is > 0 and var active ? $"{active} active pods to end"
        : "the cluster's Job controller to start pods";
}
