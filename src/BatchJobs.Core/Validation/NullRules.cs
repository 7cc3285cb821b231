using BatchJobs.Schema;
using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>What a program can do and no manifest can: leave parts of an object, items of lists or values of maps null, and carry JSON that the API does not know.</summary>
/// <remarks>Asked before anything else looks at an object, so that nothing else has to expect it.</remarks>
internal static class NullRules
{
    public const string Detail = "must not be null";

    private static readonly CarriedParts<PodSpec> PodParts = new(SpecJson.Default.PodSpec, ApiSchema.PodSpec);

    private static readonly CarriedParts<Container> ContainerParts = new(SpecJson.Default.Container, ApiSchema.Container);

    private static readonly CarriedParts<EnvVarSource> SourceParts = new(SpecJson.Default.EnvVarSource, ApiSchema.EnvVarSource);

    /// <summary>The answer to a Job with a null, or with JSON, where none can be; null if there is none.</summary>
    public static AdmissionResult<Job>? Refusal(Job job)
    {
        var errors = new FieldErrors();
        CheckMetadata("metadata", job.Metadata, errors);
        CheckSpec("spec", job.Spec, errors);
        CheckStatus(job.Status, errors);
        return errors.Count == 0 ? null : Admission.Answer(job, "Job", job.Metadata?.Name, errors.All, []);
    }

    /// <summary>The answer to a CronJob with a null, or with JSON, where none can be; null if there is none.</summary>
    public static AdmissionResult<CronJob>? Refusal(CronJob cronJob)
    {
        var errors = new FieldErrors();
        CheckMetadata("metadata", cronJob.Metadata, errors);
        if (IsThere("spec", cronJob.Spec, errors) && IsThere("spec.jobTemplate", cronJob.Spec.JobTemplate, errors))
        {
            CheckOptionalMetadata("spec.jobTemplate.metadata", cronJob.Spec.JobTemplate.Metadata, errors);
            CheckSpec("spec.jobTemplate.spec", cronJob.Spec.JobTemplate.Spec, errors);
        }

        return errors.Count == 0 ? null : Admission.Answer(cronJob, "CronJob", cronJob.Metadata?.Name, errors.All, []);
    }

    private static void CheckMetadata(string field, ObjectMeta metadata, FieldErrors errors)
    {
        if (IsThere(field, metadata, errors))
        {
            CheckOptionalMetadata(field, metadata, errors);
        }
    }

    private static void CheckOptionalMetadata(string field, ObjectMeta? metadata, FieldErrors errors)
    {
        CheckValues(field, "labels", metadata?.Labels, errors);
        CheckValues(field, "annotations", metadata?.Annotations, errors);
        CheckItems(field, "ownerReferences", metadata?.OwnerReferences, errors);
        CheckItems(field, "finalizers", metadata?.Finalizers, errors);
    }

    private static void CheckSpec(string field, JobSpec spec, FieldErrors errors)
    {
        if (!IsThere(field, spec, errors))
        {
            return;
        }

        CheckItems($"{field}.podFailurePolicy", "rules", spec.PodFailurePolicy?.Rules, errors, static (rule, path, errors) => CheckItems(path, "onPodConditions", rule.OnPodConditions, errors));
        CheckItems($"{field}.successPolicy", "rules", spec.SuccessPolicy?.Rules, errors);
        CheckValues($"{field}.selector", "matchLabels", spec.Selector?.MatchLabels, errors);
        CheckItems($"{field}.selector", "matchExpressions", spec.Selector?.MatchExpressions, errors, static (requirement, path, errors) => CheckItems(path, "values", requirement.Values, errors));
        if (IsThere($"{field}.template", spec.Template, errors))
        {
            CheckOptionalMetadata($"{field}.template.metadata", spec.Template.Metadata, errors);
            CheckPod($"{field}.template.spec", spec.Template.Spec, errors);
        }
    }

    private static void CheckPod(string field, PodSpec pod, FieldErrors errors)
    {
        if (IsThere(field, pod, errors))
        {
            CheckItems(field, "initContainers", pod.InitContainers, errors, CheckContainer);
            CheckItems(field, "containers", pod.Containers, errors, CheckContainer);
            CheckValues(field, "nodeSelector", pod.NodeSelector, errors);
            PodParts.Check(field, pod, errors);
        }
    }

    private static void CheckContainer(Container container, string field, FieldErrors errors)
    {
        CheckItems(field, "command", container.Command, errors);
        CheckItems(field, "args", container.Args, errors);
        CheckItems(field, "env", container.Env, errors, CheckVariable);
        CheckItems(field, "restartPolicyRules", container.RestartPolicyRules, errors);
        ContainerParts.Check(field, container, errors);
    }

    private static void CheckVariable(EnvVar variable, string field, FieldErrors errors)
    {
        if (variable.ValueFrom is { } source)
        {
            SourceParts.Check($"{field}.valueFrom", source, errors);
        }
    }

    private static void CheckStatus(JobStatus? status, FieldErrors errors)
    {
        CheckItems("status", "conditions", status?.Conditions, errors);
        CheckItems("status.uncountedTerminatedPods", "succeeded", status?.UncountedTerminatedPods?.Succeeded, errors);
        CheckItems("status.uncountedTerminatedPods", "failed", status?.UncountedTerminatedPods?.Failed, errors);
    }

    private static bool IsThere<T>(string field, T part, FieldErrors errors)
        where T : class
    {
        if (part is null)
        {
            errors.Required(field, Detail);
        }

        return part is not null;
    }

    private static void CheckItems<T>(string owner, string list, IReadOnlyList<T>? items, FieldErrors errors, Action<T, string, FieldErrors>? checkItem = null)
        where T : class
    {
        for (int index = 0; index < (items?.Count ?? 0); index++)
        {
            if (items![index] is not { } item)
            {
                errors.Required($"{owner}.{list}[{index}]", Detail);
            }
            else
            {
                checkItem?.Invoke(item, $"{owner}.{list}[{index}]", errors);
            }
        }
    }

    private static void CheckValues(string owner, string map, IReadOnlyDictionary<string, string>? values, FieldErrors errors)
    {
        if (values is not { Count: > 0 })
        {
            return;
        }

        foreach ((string key, string value) in values)
        {
            if (value is null)
            {
                errors.Required($"{owner}.{map}[{key}]", Detail);
            }
        }
    }
}
