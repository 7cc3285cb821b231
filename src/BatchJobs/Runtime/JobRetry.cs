using BatchJobs.Client;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.State;
using BatchJobs.Validation;

namespace BatchJobs.Runtime;

/// <summary>Jobs that take up where another one ended.</summary>
internal static class JobRetry
{
    private const string Field = $"metadata.annotations[{JobRetryAnnotations.CompletedIndexes}]";

    private static readonly string[] ControllerLabels = [JobLabels.JobName, JobLabels.LegacyJobName, JobLabels.ControllerUid, JobLabels.LegacyControllerUid];

    private static readonly string[] CreatorAnnotations = [JobTraceAnnotations.TraceParent];

    /// <summary>The Job that runs what a finished one has left undone.</summary>
    public static Job Of(Job finished, string? name)
    {
        if (!finished.IsFinished())
        {
            throw new InvalidOperationException($"Job {finished.Key()} has not finished yet.");
        }

        if (finished.Spec.CompletionMode != CompletionMode.Indexed)
        {
            throw new InvalidOperationException($"Job {finished.Key()} is NonIndexed: its pods can't be told apart, so that none can be retried.");
        }

        // A finished Job that was shrunk still tells of the indexes that it had.
        IndexSet completed = IndexSetText.Read(finished.Status?.CompletedIndexes ?? "", finished.Spec.Completions ?? 0);
        if (completed.Count >= finished.Spec.Completions)
        {
            throw new InvalidOperationException($"Job {finished.Key()} has nothing to retry: all of its {finished.Spec.Completions} indexes have succeeded.");
        }

        return new Job
        {
            Metadata = new ObjectMeta
            {
                Name = name,
                GenerateName = name is null ? $"{finished.Metadata.Name}-retry-" : null,
                Namespace = finished.Metadata.Namespace,
                Labels = Without(finished.Metadata.Labels, ControllerLabels),
                Annotations = new Dictionary<string, string>(Without(finished.Metadata.Annotations, CreatorAnnotations) ?? [], StringComparer.Ordinal)
                {
                    [JobRetryAnnotations.RetryOf] = finished.Metadata.Name!,
                    [JobRetryAnnotations.RetryOfUid] = finished.Metadata.Uid!,
                    [JobRetryAnnotations.CompletedIndexes] = IndexSetText.Write(completed),
                },
            },
            Spec = Anew(finished.Spec),
        };
    }

    /// <summary>Counts the indexes that a new Job brings along as completed.</summary>
    /// <exception cref="InvalidObjectException">The annotation can't be read, or the Job has no such indexes.</exception>
    public static void Inherit(Job job, JobState state)
    {
        if (job.Metadata.Annotations?.TryGetValue(JobRetryAnnotations.CompletedIndexes, out string? text) != true || text!.Length == 0)
        {
            return;
        }

        IndexSet completed = IndexSetText.Read(text, job.Spec.Completions ?? 0);
        if (!state.Spec.Indexed || IndexSetText.Write(completed) != text)
        {
            throw Admission.Refusal("Job", job.Metadata.Name, errors => errors.Invalid(
                Field,
                text,
                "must be indexes of an Indexed Job below its completions, in the notation of status.completedIndexes, such as 0-4,6"));
        }

        state.SucceededIndexes = completed;
    }

    private static JobSpec Anew(JobSpec spec)
    {
        if (spec.ManualSelector == true)
        {
            return spec with { Suspend = null };
        }

        ObjectMeta? metadata = spec.Template.Metadata;
        return spec with
        {
            Suspend = null,
            Selector = null,
            Template = spec.Template with { Metadata = metadata is null ? null : metadata with { Labels = Without(metadata.Labels, ControllerLabels) } },
        };
    }

    private static Dictionary<string, string>? Without(IReadOnlyDictionary<string, string>? entries, string[] keys) =>
        entries?.Where(entry => !keys.Contains(entry.Key)).ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
}
