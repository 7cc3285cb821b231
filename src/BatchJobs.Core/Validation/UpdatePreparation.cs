using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>What the API server does with the metadata of a changed object before it looks at it.</summary>
internal static class UpdatePreparation
{
    /// <summary>What keeps the request from being looked at, with the HTTP status of the answer.</summary>
    public static (int Code, string Reason, string Message)? Refusal(string resource, ObjectMeta current, ObjectMeta changed)
    {
        if (string.IsNullOrEmpty(changed.Name))
        {
            return (400, "BadRequest", $"the name of the object ({current.Name} based on URL) was undeterminable: name must be provided");
        }

        if (changed.Name != current.Name)
        {
            return (400, "BadRequest", $"the name of the object ({changed.Name}) does not match the name on the URL ({current.Name})");
        }

        if (!string.IsNullOrEmpty(changed.Namespace) && changed.Namespace != current.Namespace)
        {
            return (400, "BadRequest", "the namespace of the provided object does not match the namespace sent on the request");
        }

        return string.IsNullOrEmpty(changed.ResourceVersion) || string.IsNullOrEmpty(current.ResourceVersion) || changed.ResourceVersion == current.ResourceVersion
            ? null
            : (409, "Conflict", $"{CannotFulfill(resource, current)}: the object has been modified; please apply your changes to the latest version and try again");
    }

    /// <summary>A replacement that names an identity must name that of the stored object.</summary>
    public static (int Code, string Reason, string Message)? Conflict(string resource, ObjectMeta current, ObjectMeta changed)
    {
        if (string.IsNullOrEmpty(changed.Uid) || changed.Uid == current.Uid || changed.Name != current.Name)
        {
            return null;
        }

        string key = $"/{resource}/{current.Namespace}/{current.Name}";
        return (409, "Conflict", $"{CannotFulfill(resource, current)}: StorageError: invalid object, Code: 4, Key: {key}, ResourceVersion: 0, "
            + $"AdditionalErrorMsg: Precondition failed: UID in precondition: {changed.Uid}, UID in object meta: {current.Uid}");
    }

    /// <summary>What the user cannot change is taken from the stored object.</summary>
    public static (ObjectMeta Metadata, IReadOnlyList<string> Warnings) Apply(ObjectMeta current, ObjectMeta changed, bool specChanged)
    {
        (IReadOnlyList<OwnerReference>? owners, IReadOnlyList<string> warnings) = MetadataPreparation.WithoutRepetitions(changed.OwnerReferences);
        ObjectMeta prepared = changed with
        {
            Namespace = current.Namespace,
            Uid = string.IsNullOrEmpty(changed.Uid) ? current.Uid : changed.Uid,
            ResourceVersion = current.ResourceVersion,
            Generation = current.Generation + (specChanged ? 1 : 0),
            CreationTimestamp = current.CreationTimestamp,
            DeletionTimestamp = current.DeletionTimestamp ?? changed.DeletionTimestamp,
            DeletionGracePeriodSeconds = changed.DeletionGracePeriodSeconds ?? current.DeletionGracePeriodSeconds,
            SelfLink = null,
            ManagedFields = null,
            OwnerReferences = owners,
        };
        return (prepared, warnings);
    }

    private static string CannotFulfill(string resource, ObjectMeta current) =>
        $"Operation cannot be fulfilled on {resource}.batch {GoText.Quote(current.Name ?? "")}";
}
