using System.Globalization;
using BatchJobs.Client;
using BatchJobs.Specs;

namespace BatchJobs.Cli.Describing;

/// <summary>The policies of a Job, and how many failed pods met each rule.</summary>
internal static class PolicyDescription
{
    public static void Write(Description text, Job job, JobExplanation explanation)
    {
        text.Section("Pod Failure Policy", ["RULE", "ACTION", "ON", "HITS"], (job.Spec.PodFailurePolicy?.Rules ?? []).Index().Select(rule => (string[])
        [
            Number(rule.Index),
            rule.Item.Action?.ToString() ?? "",
            Condition(rule.Item),
            Number(explanation.PodFailurePolicyHits.ElementAtOrDefault(rule.Index)),
        ]));
        text.Section("Success Policy", ["RULE", "SUCCEEDED INDEXES", "SUCCEEDED COUNT"], (job.Spec.SuccessPolicy?.Rules ?? []).Index().Select(rule => (string[])
        [
            Number(rule.Index),
            rule.Item.SucceededIndexes ?? "any",
            rule.Item.SucceededCount is { } count ? Number(count) : "all",
        ]));
    }

    private static string Condition(PodFailurePolicyRule rule) => rule.OnExitCodes is { } codes
        ? $"exit code {codes.Operator} [{string.Join(", ", (codes.Values ?? []).Select(Number))}]{(codes.ContainerName is { } name ? $" of container {name}" : "")}"
        : string.Join(" or ", (rule.OnPodConditions ?? []).Select(condition => $"{condition.Type}={condition.Status}"));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
