using System.Text.RegularExpressions;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.Client;

/// <summary>Why an attempt ended.</summary>
public enum AttemptCause
{
    /// <summary>The pod succeeded.</summary>
    Succeeded,

    /// <summary>The pod failed by itself.</summary>
    Failed,

    /// <summary>The pod was asked to end: suspended, scaled down, deleted, out of time.</summary>
    Stopped,

    /// <summary>Its surroundings ended the pod: an eviction, a crash of the engine.</summary>
    Disrupted,
}

/// <summary>One pod of a Job that has ended: what came of it, and why.</summary>
public sealed partial record JobAttempt
{
    /// <summary>The pod.</summary>
    public required JobPod Pod { get; init; }

    /// <summary>Why it ended.</summary>
    public required AttemptCause Cause { get; init; }

    /// <summary>The exit code of the container that failed, or 0; null if none has ended.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Why, in one word.</summary>
    public string? Reason { get; init; }

    /// <summary>The type of the exception that ended it, if one did, as the in-process executor tells it.</summary>
    public string? ExceptionType { get; init; }

    /// <summary>Why, in a sentence; without the type of the exception.</summary>
    public string? Message { get; init; }

    /// <summary>When its first container started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When its last container ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The end of its output, if it failed and the executor keeps output.</summary>
    public IReadOnlyList<PodLogLine> LogTail { get; init; } = [];

    internal static JobAttempt Of(JobPod pod, IReadOnlyList<PodLogLine> logTail)
    {
        ContainerTermination[] ends = [.. pod.Status.InitContainerStatuses.Concat(pod.Status.ContainerStatuses).Select(container => container.Terminated).OfType<ContainerTermination>()];
        ContainerTermination? end = Array.Find(ends, candidate => candidate.ExitCode != 0) ?? ends.LastOrDefault();
        string? message = pod.Status.Message ?? end?.Message;
        Match exception = ExceptionText().Match(message ?? "");
        return new JobAttempt
        {
            Pod = pod,
            Cause = CauseOf(pod.Status),
            ExitCode = end?.ExitCode,
            Reason = pod.Status.Reason ?? end?.Reason,
            ExceptionType = exception.Success ? exception.Groups["type"].Value : null,
            Message = exception.Success ? message![exception.Length..] : message,
            StartedAt = ends.Min(candidate => candidate.StartedAt) ?? pod.Status.StartTime,
            FinishedAt = ends.Length == 0 ? null : ends.Max(candidate => candidate.FinishedAt),
            LogTail = logTail,
        };
    }

    private static AttemptCause CauseOf(PodStatus status) =>
        status.Phase == PodPhase.Succeeded ? AttemptCause.Succeeded
        : status.Conditions.Any(condition => condition.Type == PodConditionTypes.DisruptionTarget && condition.Status == ConditionStatus.True) ? AttemptCause.Disrupted
        : status.DeletionTimestamp is not null ? AttemptCause.Stopped
        : AttemptCause.Failed;

    [GeneratedRegex(@"^(?<type>[\w.+`]+Exception): ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ExceptionText();
}
