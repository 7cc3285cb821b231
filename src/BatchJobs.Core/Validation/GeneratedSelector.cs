using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>The selector and the pod labels of a Job whose user leaves them to the engine.</summary>
/// <remarks>Kubernetes: <c>generateSelector</c>. What is there already is kept, and judged later.</remarks>
internal static class GeneratedSelector
{
    public static Job Apply(Job job)
    {
        if (job.Spec.ManualSelector == true)
        {
            return job;
        }

        string name = job.Metadata.Name ?? "";
        string uid = job.Metadata.Uid ?? "";
        SortedDictionary<string, string> labels = Copy(job.Spec.Template.Metadata?.Labels);
        labels.TryAdd(JobLabels.LegacyJobName, name);
        labels.TryAdd(JobLabels.JobName, name);
        labels.TryAdd(JobLabels.LegacyControllerUid, uid);
        labels.TryAdd(JobLabels.ControllerUid, uid);

        LabelSelector selector = job.Spec.Selector ?? new LabelSelector();
        SortedDictionary<string, string> matchLabels = Copy(selector.MatchLabels);
        matchLabels.TryAdd(JobLabels.ControllerUid, uid);

        PodTemplateSpec template = job.Spec.Template;
        return job with
        {
            Spec = job.Spec with
            {
                Selector = selector with { MatchLabels = matchLabels },
                Template = template with { Metadata = (template.Metadata ?? new ObjectMeta()) with { Labels = labels } },
            },
        };
    }

    private static SortedDictionary<string, string> Copy(IReadOnlyDictionary<string, string>? labels) =>
        new(labels?.ToDictionary() ?? [], StringComparer.Ordinal);
}
