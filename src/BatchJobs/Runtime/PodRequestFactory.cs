using System.Diagnostics;
using System.Globalization;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Resolution;
using BatchJobs.Specs;
using BatchJobs.State;

namespace BatchJobs.Runtime;

/// <summary>Makes of a Job's template the pod the Job controller would create.</summary>
/// <remarks>Kubernetes: <c>job_controller.go manageJob</c>, <c>indexed_job_utils.go</c>.</remarks>
internal sealed class PodRequestFactory
{
    public const string CompletionIndexKey = "batch.kubernetes.io/job-completion-index";
    public const string FailureCountKey = "batch.kubernetes.io/job-index-failure-count";
    public const string IgnoredFailureCountKey = "batch.kubernetes.io/job-index-ignored-failure-count";
    public const string CompletionIndexVariable = "JOB_COMPLETION_INDEX";

    private static readonly Dictionary<string, string> Nothing = [];

    private readonly JobKey job;
    private readonly Guid jobUid;
    private readonly ResolvedJobSpec spec;
    private readonly IReadOnlyDictionary<string, string> labels;
    private readonly IReadOnlyDictionary<string, string> annotations;
    private readonly PodSpec podSpec;

    public PodRequestFactory(JobKey job, Guid jobUid, ResolvedJobSpec spec)
    {
        this.job = job;
        this.jobUid = jobUid;
        this.spec = spec;
        PodTemplateSpec template = spec.Source.Template;
        labels = template.Metadata?.Labels ?? Nothing;
        annotations = template.Metadata?.Annotations ?? Nothing;
        podSpec = spec.Indexed ? WithCompletionIndex(template.Spec) : template.Spec;
    }

    public PodStartRequest Make(PodRecord pod, Activity? span = null) => new()
    {
        Id = new PodId(jobUid, pod.Ordinal),
        Name = PodNaming.Name(job.Name, jobUid, pod.Index, pod.Ordinal),
        Uid = PodSuffix.Uid(jobUid, pod.Ordinal),
        Job = job,
        Index = pod.Index == PodRecord.NoIndex ? null : pod.Index,
        CreationTimestamp = pod.CreatedAt,
        Labels = spec.Indexed ? With(labels, (CompletionIndexKey, pod.Index)) : labels,
        Annotations = Annotations(pod),
        Activity = span,
        Spec = spec.Indexed ? podSpec with { Hostname = PodNaming.Hostname(job.Name, pod.Index) } : podSpec,
    };

    private IReadOnlyDictionary<string, string> Annotations(PodRecord pod)
    {
        if (!spec.Indexed)
        {
            return annotations;
        }

        if (spec.BackoffLimitPerIndex is null)
        {
            return With(annotations, (CompletionIndexKey, pod.Index));
        }

        return pod.IgnoredFailureCount == 0
            ? With(annotations, (CompletionIndexKey, pod.Index), (FailureCountKey, pod.FailureCount))
            : With(annotations, (CompletionIndexKey, pod.Index), (FailureCountKey, pod.FailureCount), (IgnoredFailureCountKey, pod.IgnoredFailureCount));
    }

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> map, params ReadOnlySpan<(string Key, int Value)> additions)
    {
        var result = new Dictionary<string, string>(map, StringComparer.Ordinal);
        foreach ((string key, int value) in additions)
        {
            result[key] = value.ToString(CultureInfo.InvariantCulture);
        }

        return result;
    }

    private static PodSpec WithCompletionIndex(PodSpec spec) => spec with
    {
        InitContainers = WithCompletionIndex(spec.InitContainers),
        Containers = WithCompletionIndex(spec.Containers),
    };

    private static List<Container>? WithCompletionIndex(IReadOnlyList<Container>? containers) => containers?.Select(container =>
        container.Env?.Any(variable => variable.Name == CompletionIndexVariable) == true
            ? container
            : container with { Env = [.. container.Env ?? [], CompletionIndex] }).ToList();

    private static EnvVar CompletionIndex { get; } = new()
    {
        Name = CompletionIndexVariable,
        ValueFrom = new EnvVarSource
        {
            FieldRef = new ObjectFieldSelector { ApiVersion = "v1", FieldPath = $"metadata.labels['{CompletionIndexKey}']" },
        },
    };
}
