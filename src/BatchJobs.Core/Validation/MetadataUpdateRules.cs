using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>What a change may do to metadata.</summary>
internal static class MetadataUpdateRules
{
    private const string Immutable = "field is immutable";

    public static void Check(ObjectMeta old, ObjectMeta changed, FieldErrors errors)
    {
        if (old.DeletionTimestamp is not null)
        {
            CheckNoNewFinalizers(old.Finalizers ?? [], changed.Finalizers ?? [], errors);
        }

        if (changed.Generation < old.Generation)
        {
            errors.Invalid("metadata.generation", changed.Generation, "must not be decremented");
        }

        CheckUnchanged("metadata.name", old.Name, changed.Name, errors);
        CheckUnchanged("metadata.namespace", old.Namespace, changed.Namespace, errors);
        CheckUnchanged("metadata.uid", old.Uid, changed.Uid, errors);
        CheckUnchanged("metadata.creationTimestamp", Text(old.CreationTimestamp), Text(changed.CreationTimestamp), errors);
        CheckUnchanged("metadata.deletionTimestamp", Text(old.DeletionTimestamp), Text(changed.DeletionTimestamp), errors);
        if (old.DeletionGracePeriodSeconds != changed.DeletionGracePeriodSeconds)
        {
            errors.Invalid("metadata.deletionGracePeriodSeconds", changed.DeletionGracePeriodSeconds, Immutable);
        }

        MetadataRules.CheckLabels("metadata.labels", changed.Labels, errors);
        MetadataRules.CheckAnnotations("metadata.annotations", changed.Annotations, errors);
        MetadataRules.CheckOwners(changed.OwnerReferences ?? [], errors);
    }

    private static void CheckUnchanged(string field, string? old, string? changed, FieldErrors errors)
    {
        if (old != changed)
        {
            errors.Invalid(field, changed, Immutable);
        }
    }

    private static void CheckNoNewFinalizers(IReadOnlyList<string> old, IReadOnlyList<string> changed, FieldErrors errors)
    {
        string[] added = [.. changed.Except(old, StringComparer.Ordinal)];
        if (added.Length > 0)
        {
            errors.Forbidden("metadata.finalizers", $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{string.Join(", ", added.Select(GoText.Quote))}}}");
        }
    }

    private static string? Text(DateTimeOffset? time) => time is { } known ? ApiTime.Format(known) : null;
}
