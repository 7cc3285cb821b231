using System.Globalization;
using BatchJobs.Cli.Running;
using BatchJobs.Client;
using BatchJobs.Specs;

namespace BatchJobs.Cli.Reporting;

/// <summary>How Jobs ended, and why some of them failed, as lines of text.</summary>
internal static class RunSummary
{
    private const int ShownDecisions = 6;

    public static IEnumerable<string> Lines(IReadOnlyList<JobOutcome> outcomes, DateTimeOffset now) =>
        [.. outcomes.SelectMany(Verdict), "", .. Table(outcomes, now)];

    private static IEnumerable<string> Verdict(JobOutcome outcome)
    {
        string name = $"job.batch/{outcome.Job.Key().Display()}";
        if (outcome.Job.IsComplete())
        {
            return [$"{name} condition met"];
        }

        return outcome.Failure is { } failure
            ? [$"{name} failed: {failure.Reason}: {failure.Message}", .. FailedPods(outcome), .. Decisions(outcome)]
            : [$"{name} stopped before it finished: {Counts(outcome.Job.Status)}"];
    }

    private static IEnumerable<string> FailedPods(JobOutcome outcome) =>
        outcome.FailedPods.Select(pod => $"  pod/{pod.Name}: {pod.FailureText()}");

    private static IEnumerable<string> Decisions(JobOutcome outcome) =>
        outcome.Decisions.Count == 0 ? [] :
        [
            "  what was decided:",
            .. outcome.Decisions.TakeLast(ShownDecisions).Select(Decision),
        ];

    private static string Decision(JobDecision decision) =>
        string.Create(CultureInfo.InvariantCulture, $"    {decision.Time:HH:mm:ss} {decision.Action} ({decision.Rule}): {decision.Message}");

    private static string Counts(JobStatus? status) =>
        string.Create(CultureInfo.InvariantCulture, $"{status?.Succeeded ?? 0} pods succeeded, {status?.Failed ?? 0} failed");

    private static IEnumerable<string> Table(IReadOnlyList<JobOutcome> outcomes, DateTimeOffset now) =>
        TextTable.Lines(
        [
            ["NAME", "STATUS", "COMPLETIONS", "DURATION"],
            .. outcomes.Select(outcome => (string[])
            [
                outcome.Job.Key().Display(),
                outcome.Job.StatusWord(),
                outcome.Job.Completions(),
                outcome.Job.Duration(now) is { } duration ? HumanDuration.Format(duration) : "",
            ]),
        ]);
}
