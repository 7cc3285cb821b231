using System.Globalization;
using BatchJobs.State;

namespace BatchJobs.Diagnostics;

/// <summary>What a Job is waiting for.</summary>
internal static class Outlook
{
    public static string Describe(JobState state) => state switch
    {
        { Spec.ManagedElsewhere: true } => $"Nothing here: the Job is managed by {state.Spec.Source.ManagedBy}.",
        { IsFinished: true, Verdict: { } verdict } => $"Nothing: the Job has {(verdict.Success ? "completed" : "failed")} ({verdict.Reason}).",
        { Verdict: { } verdict } => Text($"{state.Pods.Terminating} pods to stop before the Job {(verdict.Success ? "completes" : "fails")} ({verdict.Reason})."),
        { Spec.Suspend: true } => "Somebody to resume the Job.",
        { Spec.Parallelism: 0 } => "A parallelism above 0.",
        _ when state.Pods.Active + state.Pods.Terminating > 0 => Text($"{state.Pods.Active} active and {state.Pods.Terminating} stopping pods to end."),
        { StartFailures: > 0 } => "The executor to take pods again.",
        { TimedLookAt: not null } => Text($"The back-off after {state.Streak.Failures} failures in a row to end."),
        { Streak.Failures: > 0 } => Text($"An engine to look at the Job, once the back-off after {state.Streak.Failures} failures in a row has ended."),
        _ => "An engine to look at the Job.",
    };

    public static DateTimeOffset? NextInstant(JobState state) =>
        state.LookDueAt < state.TimedLookAt || state.TimedLookAt is null ? state.LookDueAt : state.TimedLookAt;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
