using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>What the API server does to the metadata of a new object before it looks at it.</summary>
internal static class MetadataPreparation
{
    private const int MaxGeneratedName = 63;
    private const int SuffixLength = 5;

    /// <summary>The metadata of the new object, and what the user should know about it.</summary>
    public static (ObjectMeta Metadata, IReadOnlyList<string> Warnings) Apply(ObjectMeta metadata, AdmissionContext context)
    {
        (IReadOnlyList<OwnerReference>? owners, IReadOnlyList<string> warnings) = WithoutRepetitions(metadata.OwnerReferences);
        bool hasName = !string.IsNullOrEmpty(metadata.Name);
        ObjectMeta prepared = metadata with
        {
            Name = hasName ? metadata.Name : Generate(metadata.GenerateName, context.NameSuffix),
            Namespace = string.IsNullOrEmpty(metadata.Namespace) ? context.Namespace : metadata.Namespace,
            Uid = context.Uid,
            Generation = 1,
            CreationTimestamp = context.CreationTimestamp,
            DeletionTimestamp = null,
            DeletionGracePeriodSeconds = null,
            SelfLink = null,
            ResourceVersion = null,
            ManagedFields = null,
            OwnerReferences = owners,
        };
        return (prepared, warnings);
    }

    /// <summary>What keeps the object from being created however valid it is, with the HTTP status of the answer.</summary>
    public static (int Code, string Reason, string Message)? Refusal(ObjectMeta metadata, AdmissionContext context) =>
        context.SameNamespaceOnly && !string.IsNullOrEmpty(metadata.Namespace) && metadata.Namespace != context.Namespace
            ? (400, "BadRequest", "the namespace of the provided object does not match the namespace sent on the request")
            : null;

    /// <summary>The server finds this out last, when it stores the object.</summary>
    public static (int Code, string Reason, string Message)? StorageRefusal(ObjectMeta metadata, AdmissionContext context) =>
        !context.DryRun && !string.IsNullOrEmpty(metadata.ResourceVersion)
            ? (500, "", "resourceVersion should not be set on objects to be created")
            : null;

    private static string? Generate(string? prefix, string? suffix) => string.IsNullOrEmpty(prefix) || suffix is null
        ? null
        : string.Concat(prefix.AsSpan(0, Math.Min(prefix.Length, MaxGeneratedName - SuffixLength)), suffix);

    public static (IReadOnlyList<OwnerReference>? Owners, IReadOnlyList<string> Warnings) WithoutRepetitions(IReadOnlyList<OwnerReference>? owners)
    {
        if (owners is null)
        {
            return (null, []);
        }

        var kept = new List<OwnerReference>();
        var repeated = new List<string>();
        foreach (OwnerReference owner in owners)
        {
            if (kept.Contains(owner))
            {
                repeated.Add(owner.Uid ?? "");
            }
            else
            {
                kept.Add(owner);
            }
        }

        string warning = ".metadata.ownerReferences contains duplicate entries; API server dedups owner references in 1.20+, and may reject such "
            + $"requests as early as 1.24; please fix your requests; duplicate UID(s) observed: {string.Join(", ", repeated)}";
        return (kept, repeated.Count == 0 ? [] : [warning]);
    }
}
