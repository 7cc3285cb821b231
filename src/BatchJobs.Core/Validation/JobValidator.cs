using System.Globalization;
using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>What a defaulted Job must be like.</summary>
/// <remarks>Kubernetes: <c>ValidateJob</c>.</remarks>
internal static class JobValidator
{
    /// <param name="job">The Job.</param>
    /// <param name="prefixedLabels">Whether the generated labels with a prefix are asked for.</param>
    /// <param name="errors">Where complaints go.</param>
    public static void Check(Job job, bool prefixedLabels, FieldErrors errors)
    {
        MetadataRules.Check(job.Metadata, errors);
        GeneratedSelectorRules.Check(job, prefixedLabels, errors);
        JobSpecRules.Check(job.Spec, errors);
        CheckHostname(job, errors);
    }

    /// <summary>The pod of the last index is called after the Job and must have a host name.</summary>
    private static void CheckHostname(Job job, FieldErrors errors)
    {
        if (job.Spec.CompletionMode != CompletionMode.Indexed || job.Spec.Completions is not > 0)
        {
            return;
        }

        string name = job.Metadata.Name ?? "";
        string hostname = string.Create(CultureInfo.InvariantCulture, $"{name}-{job.Spec.Completions - 1}");
        if (NameRules.DnsLabel(hostname).Any())
        {
            errors.Invalid("metadata.name", name, $"will not able to create pod with invalid DNS label: {hostname}");
        }
    }
}
