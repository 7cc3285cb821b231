using System.Globalization;
using BatchJobs.Client;
using BatchJobs.StateMachine;

namespace BatchJobs.Diagnostics;

/// <summary>Tells a notice as a decision with its reason.</summary>
internal static class DecisionText
{
    public static JobDecision Of(DateTimeOffset time, JobNotice notice, string? pod)
    {
        int? index = notice.Index < 0 ? null : notice.Index;
        return new JobDecision(time, notice.Kind.ToString(), notice.Rule, pod, index, notice.Count, notice.Budget, notice.Next, Sentence(notice, pod, index));
    }

    private static string Sentence(JobNotice notice, string? pod, int? index)
    {
        string who = index is null ? $"pod {pod}" : string.Create(CultureInfo.InvariantCulture, $"pod {pod} of index {index}");
        return notice.Kind switch
        {
            JobNoticeKind.StartPod => Text($"Start {who}: {notice.Count} of {notice.Budget} wanted at once (parallelism)."),
            JobNoticeKind.PodStarted => $"The executor accepted {who}.",
            JobNoticeKind.StartRejected => Text($"The executor did not take {who} ({notice.Message ?? "not tried after another was refused"}); next try {At(notice.Next)}."),
            JobNoticeKind.StopPod => $"Stop {who} ({notice.Rule}).",
            JobNoticeKind.PodSucceeded => Text($"{Capital(who)} succeeded: {notice.Count} of {Limit(notice.Budget)} completions."),
            JobNoticeKind.PodFailed => Text($"{Capital(who)} failed: {notice.Count} failures, {Limit(notice.Budget)} are retried (backoffLimit)."),
            JobNoticeKind.FailureIgnored => Text($"{Capital(who)} failed and is not counted (podFailurePolicy)."),
            JobNoticeKind.IndexFailed => Text($"Index {index} is not retried after {notice.Count} failures ({notice.Rule}; limit {Limit(notice.Budget)})."),
            JobNoticeKind.RetryLater => index is null
                ? Text($"Start nothing before {At(notice.Next)}: {notice.Count} failures in a row (back-off).")
                : Text($"Start nothing for index {index} before {At(notice.Next)} (back-off of the index)."),
            JobNoticeKind.Suspended => "Suspended: all pods are stopped and not counted.",
            JobNoticeKind.Resumed => "Resumed: the deadline starts anew.",
            JobNoticeKind.VerdictReached => $"The Job will {(notice.Verdict!.Success ? "complete" : "fail")}: {notice.Rule}: {notice.Message}.",
            JobNoticeKind.Finished => $"The Job has {(notice.Verdict!.Success ? "completed" : "failed")}: {notice.Rule}: {notice.Message}.",
            JobNoticeKind.TooManySucceeded => Text($"{notice.Count} pods succeeded where {notice.Budget} were needed."),
            _ => throw new InvalidOperationException($"Unknown notice {notice.Kind}."),
        };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Limit(long? budget) => budget is null or int.MaxValue ? "unlimited" : budget.Value.ToString(CultureInfo.InvariantCulture);

    private static string At(DateTimeOffset? instant) => instant?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "soon";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
