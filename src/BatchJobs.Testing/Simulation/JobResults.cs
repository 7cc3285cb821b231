using BatchJobs.Client;
using BatchJobs.Pods;
using BatchJobs.Specs;
using BatchJobs.Testing.Scripting;

namespace BatchJobs.Testing.Simulation;

/// <summary>Puts what was seen of a Job into the format of the recordings.</summary>
internal sealed class JobResults(SimulatedTime time, PodNames names)
{
    private const string Prefix = "batch.kubernetes.io/";
    private static readonly string[] FailureCounts = ["job-index-failure-count", "job-index-ignored-failure-count"];

    public static CountersAt CountersOf(JobStatus status) => new(
        0,
        status.Active ?? 0,
        status.Ready,
        status.Terminating,
        status.Succeeded ?? 0,
        status.Failed ?? 0,
        NullIfEmpty(status.CompletedIndexes),
        status.FailedIndexes);

    public StatusResult Of(JobStatus status) => new()
    {
        Conditions = status.Conditions is { Count: > 0 } list ? [.. list.Select(Of)] : null,
        StartTime = time.OfServer(status.StartTime),
        CompletionTime = time.OfServer(status.CompletionTime),
        Active = NullIfZero(status.Active),
        Succeeded = NullIfZero(status.Succeeded),
        Failed = NullIfZero(status.Failed),
        Terminating = status.Terminating,
        CompletedIndexes = NullIfEmpty(status.CompletedIndexes),
        FailedIndexes = status.FailedIndexes,
        Ready = status.Ready,
    };

    public DecisionResult Of(JobDecision decision) => new(
        time.Of(decision.Time),
        decision.Action,
        decision.Rule,
        names.Number(decision.Pod),
        decision.Index,
        decision.Count,
        decision.Budget,
        time.Of(decision.Next),
        time.Replace(names.Number(decision.Message)!, decision.Next));

    public PodResult Of(PodRecord pod) => new()
    {
        Ordinal = pod.Id.Ordinal,
        Index = pod.Index,
        Attempt = pod.Attempt,
        Rule = pod.Rule,
        Created = time.Of(pod.Created),
        Finished = time.Of(pod.Finished),
        Deleted = time.Of(pod.Deleted),
        Released = time.Of(pod.Released),
        Gone = time.Of(pod.Gone),
        Phase = pod.Status.Phase.ToString(),
        Annotations = FailureCounts.Where(name => pod.Annotations.ContainsKey(Prefix + name))
            .ToDictionary(name => name, name => pod.Annotations[Prefix + name], StringComparer.Ordinal),
        Orphaned = pod.Orphaned ? true : null,
        ExitCodes = ExitCodes(pod.Status),
    };

    private static Dictionary<string, int>? ExitCodes(PodStatus status)
    {
        var codes = status.InitContainerStatuses.Concat(status.ContainerStatuses)
            .Where(container => container.Terminated is not null)
            .ToDictionary(container => container.Name, container => container.Terminated!.ExitCode, StringComparer.Ordinal);
        return codes.Count > 0 ? codes : null;
    }

    private static int? NullIfZero(int? value) => value is 0 ? null : value;

    private static string? NullIfEmpty(string? text) => text is { Length: > 0 } ? text : null;

    private ConditionResult Of(JobCondition condition) => new(
        condition.Type ?? "",
        condition.Status?.Value ?? "",
        time.OfServer(condition.LastProbeTime),
        time.OfServer(condition.LastTransitionTime),
        condition.Reason,
        names.Hide(condition.Message));
}
