using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>What is allowed in a Job and may still surprise.</summary>
internal static class JobWarnings
{
    public static IReadOnlyList<string> For(Job job) =>
        [.. ForName(job.Metadata.Name ?? ""), .. ForIndexes(job.Spec), .. PodTemplateWarnings.For("spec.template", job.Spec.Template)];

    public static IEnumerable<string> ForName(string name)
    {
        string[] complaints = [.. NameRules.DnsLabel(name)];
        return complaints.Length == 0
            ? []
            : ["metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: " +
                $"[{string.Join(' ', complaints)}]"];
    }

    private static IEnumerable<string> ForIndexes(JobSpec spec) =>
        spec is { Completions: > 100_000, Parallelism: > 10_000 } && spec.CompletionMode == CompletionMode.Indexed
            ? ["spec: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able " +
                "to track completedIndexes when a big number of indexes fail"]
            : [];
}
