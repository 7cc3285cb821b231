using BatchJobs.StateMachine;

namespace BatchJobs.Diagnostics;

/// <summary>Which notices are events, and in which words.</summary>
/// <remarks>Kubernetes: events of the source <c>job-controller</c>. Interim conditions have none; neither has a pod stopped by the deletion of its Job.</remarks>
internal readonly record struct EventText(string Type, string Reason, string Message)
{
    public const string Normal = "Normal";
    public const string Warning = "Warning";

    public static EventText? Of(JobNotice notice, string? pod) => notice.Kind switch
    {
        JobNoticeKind.PodStarted => new EventText(Normal, "SuccessfulCreate", $"Created pod: {pod}"),
        JobNoticeKind.StartRejected when notice.Message is not null => new EventText(Warning, "FailedCreate", $"Error creating: {notice.Message}"),
        JobNoticeKind.StopPod when notice.Rule != "deletion" => new EventText(Normal, "SuccessfulDelete", $"Deleted pod: {pod}"),
        JobNoticeKind.Suspended => new EventText(Normal, "Suspended", "Job suspended"),
        JobNoticeKind.Resumed => new EventText(Normal, "Resumed", "Job resumed"),
        JobNoticeKind.Finished when notice.Verdict is { Success: true } => new EventText(Normal, "Completed", "Job completed"),
        JobNoticeKind.Finished when notice.Verdict is { } verdict => new EventText(Warning, verdict.Reason, verdict.Message),
        JobNoticeKind.TooManySucceeded => new EventText(Warning, "TooManySucceededPods", "Too many succeeded pods running after completion count reached"),
        _ => null,
    };
}
