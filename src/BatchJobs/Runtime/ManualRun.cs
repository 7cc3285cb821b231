using BatchJobs.Specs;

namespace BatchJobs.Runtime;

/// <summary>The Job of a CronJob that somebody starts by hand.</summary>
/// <remarks>Kubernetes: <c>kubectl create job --from=cronjob/NAME</c>.</remarks>
internal static class ManualRun
{
    private const string InstantiateAnnotation = "cronjob.kubernetes.io/instantiate";

    public static Job Of(CronJob cronJob, string? jobName)
    {
        JobTemplateSpec template = cronJob.Spec.JobTemplate;
        return new Job
        {
            Metadata = new ObjectMeta
            {
                Name = jobName,
                GenerateName = jobName is null ? $"{cronJob.Metadata.Name}-manual-" : null,
                Namespace = cronJob.Metadata.Namespace,
                Labels = template.Metadata?.Labels,
                Annotations = new Dictionary<string, string>(template.Metadata?.Annotations ?? new Dictionary<string, string>(), StringComparer.Ordinal)
                {
                    [InstantiateAnnotation] = "manual",
                },
                OwnerReferences =
                [
                    new OwnerReference
                    {
                        ApiVersion = "batch/v1",
                        Kind = "CronJob",
                        Name = cronJob.Metadata.Name,
                        Uid = cronJob.Metadata.Uid,
                        Controller = true,
                    },
                ],
            },
            Spec = template.Spec,
        };
    }
}
