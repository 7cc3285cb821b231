using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>What metadata say of the delays after failures.</summary>
internal static class BackoffAnnotation
{
    /// <summary>Reads the annotation of a Job; null when there is none.</summary>
    /// <exception cref="InvalidObjectException">It can't be read.</exception>
    public static PodFailureBackoff? Read(Job job)
    {
        try
        {
            return Parse(job.Metadata);
        }
        catch (FormatException)
        {
            throw Admission.Refusal("Job", job.Metadata.Name, errors => Check("metadata", job.Metadata, errors));
        }
    }

    /// <summary>Tells of an annotation that can't be read.</summary>
    /// <param name="path">Where in the object the metadata are.</param>
    /// <param name="metadata">The metadata.</param>
    /// <param name="errors">Is told.</param>
    public static void Check(string path, ObjectMeta? metadata, FieldErrors errors)
    {
        try
        {
            Parse(metadata);
        }
        catch (FormatException unreadable)
        {
            errors.Invalid($"{path}.annotations[{PodFailureBackoff.Annotation}]", metadata!.Annotations![PodFailureBackoff.Annotation], unreadable.Message);
        }
    }

    private static PodFailureBackoff? Parse(ObjectMeta? metadata) =>
        metadata?.Annotations?.TryGetValue(PodFailureBackoff.Annotation, out string? text) == true ? PodFailureBackoff.Parse(text) : null;
}
