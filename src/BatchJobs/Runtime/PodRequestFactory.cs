using System.Diagnostics;
using System.Globalization;
using BatchJobs.Execution;
using BatchJobs.Primitives;
using BatchJobs.Resolution;
using BatchJobs.Specs;
using BatchJobs.State;

namespace BatchJobs.Runtime;

/// <summary>Makes of a Job's template the pod the Job controller would create.</summary>
/// <remarks>Kubernetes: <c>job_controller.go manageJob</c>, <c>indexed_job_utils.go</c>.</remarks>
internal sealed class PodRequestFactory : PodRequestSource
{
    public const string CompletionIndexKey = "batch.kubernetes.io/job-completion-index";
    public const string FailureCountKey = "batch.kubernetes.io/job-index-failure-count";
    public const string IgnoredFailureCountKey = "batch.kubernetes.io/job-index-ignored-failure-count";
    public const string CompletionIndexVariable = "JOB_COMPLETION_INDEX";

    private static readonly Dictionary<string, string> Nothing = [];

    private readonly ResolvedJobSpec spec;
    private readonly JobState state;
    private readonly JobView view;
    private Job? job;
    private PodSpec? podSpec;

    /// <param name="state">The Job.</param>
    /// <param name="view">Its object, looked at only if somebody wants to see what it gives its pods.</param>
    /// <param name="spec">Its spec, if the state has yet to hear of it.</param>
    public PodRequestFactory(JobState state, JobView view, ResolvedJobSpec? spec = null)
    {
        this.state = state;
        this.view = view;
        this.spec = spec ?? state.Spec;
    }

    public override JobKey Job => state.Key;

    public override Guid JobUid => state.Uid;

    /// <summary>The object is about to be replaced: pods that were asked for before keep what it gave them.</summary>
    public void KeepObject() => job = Stored;

    public PodStartRequest Make(PodRecord pod, Activity? span = null) =>
        new(this, pod.Ordinal, pod.Index, pod.CreatedAt, pod.FailureCount, pod.IgnoredFailureCount, span);

    public override string NameOf(long ordinal, int index) => PodNaming.Name(Job.Name, JobUid, index, ordinal);

    public override IReadOnlyDictionary<string, string> LabelsOf(int index) => spec.Indexed ? With(Labels, (CompletionIndexKey, index)) : Labels;

    public override PodSpec Template => podSpec ??= spec.Indexed ? WithCompletionIndex(spec.Source.Template.Spec) : spec.Source.Template.Spec;

    public override PodSpec SpecOf(int index) => spec.Indexed ? Template with { Hostname = PodNaming.Hostname(Job.Name, index) } : Template;

    public override IReadOnlyDictionary<string, string> AnnotationsOf(int index, int failures, int ignoredFailures)
    {
        if (!spec.Indexed)
        {
            return Annotations;
        }

        if (spec.BackoffLimitPerIndex is null)
        {
            return With(Annotations, (CompletionIndexKey, index));
        }

        return ignoredFailures == 0
            ? With(Annotations, (CompletionIndexKey, index), (FailureCountKey, failures))
            : With(Annotations, (CompletionIndexKey, index), (FailureCountKey, failures), (IgnoredFailureCountKey, ignoredFailures));
    }

    private Job Stored => job ??= view.Stored;

    private IReadOnlyDictionary<string, string> Labels => Stored.Spec.Template.Metadata?.Labels ?? Nothing;

    private IReadOnlyDictionary<string, string> Annotations => Stored.Spec.Template.Metadata?.Annotations ?? Nothing;

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
