using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>What metadata say of the delays after failures.</summary>
internal static class BackoffAnnotation
{
    /// <summary>Reads the annotation; null when there is none.</summary>
    /// <param name="kind">The kind of the object it came with.</param>
    /// <param name="name">The name of that object.</param>
    /// <param name="path">Where in it the metadata are.</param>
    /// <param name="metadata">The metadata.</param>
    /// <exception cref="InvalidObjectException">It can't be read.</exception>
    public static PodFailureBackoff? Read(string kind, string? name, string path, ObjectMeta? metadata)
    {
        if (metadata?.Annotations?.TryGetValue(PodFailureBackoff.Annotation, out string? text) != true)
        {
            return null;
        }

        try
        {
            return PodFailureBackoff.Parse(text!);
        }
        catch (FormatException unreadable)
        {
            throw Admission.Refusal(kind, name, errors => errors.Invalid($"{path}.annotations[{PodFailureBackoff.Annotation}]", text, unreadable.Message));
        }
    }
}
