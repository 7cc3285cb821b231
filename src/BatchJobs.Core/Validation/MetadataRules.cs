using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>What the metadata of a new object must be like.</summary>
internal static class MetadataRules
{
    private const int MaxAnnotationBytes = 256 * 1024;

    private static readonly string[] StandardFinalizers = ["kubernetes", "orphan", "foregroundDeletion"];

    public static void Check(ObjectMeta metadata, FieldErrors errors)
    {
        CheckNames(metadata, errors);
        CheckCommon(metadata, errors);
        CheckFinalizerNames(metadata.Finalizers ?? [], errors);
    }

    /// <summary>What the server asks of the objects of every kind, names aside.</summary>
    public static void CheckCommon(ObjectMeta metadata, FieldErrors errors)
    {
        errors.NotNegative("metadata.generation", metadata.Generation);
        CheckLabels("metadata.labels", metadata.Labels, errors);
        CheckAnnotations("metadata.annotations", metadata.Annotations, errors);
        CheckOwners(metadata.OwnerReferences ?? [], errors);
        CheckFinalizers(metadata.Finalizers ?? [], errors);
    }

    private static void CheckNames(ObjectMeta metadata, FieldErrors errors)
    {
        if (!string.IsNullOrEmpty(metadata.GenerateName))
        {
            errors.EachInvalid("metadata.generateName", metadata.GenerateName, NameRules.DnsSubdomainPrefix(metadata.GenerateName));
        }

        if (string.IsNullOrEmpty(metadata.Name))
        {
            errors.Required("metadata.name", "name or generateName is required");
        }
        else
        {
            errors.EachInvalid("metadata.name", metadata.Name, NameRules.DnsSubdomain(metadata.Name));
        }

        if (string.IsNullOrEmpty(metadata.Namespace))
        {
            errors.Required("metadata.namespace");
        }
        else
        {
            errors.EachInvalid("metadata.namespace", metadata.Namespace, NameRules.DnsLabel(metadata.Namespace));
        }
    }

    public static void CheckLabels(string field, IReadOnlyDictionary<string, string>? labels, FieldErrors errors)
    {
        if (labels is null || labels.All(static label => !NameRules.QualifiedName(label.Key).Any() && !NameRules.LabelValue(label.Value).Any()))
        {
            return;
        }

        foreach ((string key, string value) in Sorted(labels))
        {
            errors.EachInvalid(field, key, NameRules.QualifiedName(key));
            errors.EachInvalid(field, value, NameRules.LabelValue(value));
        }
    }

    public static void CheckAnnotations(string field, IReadOnlyDictionary<string, string>? annotations, FieldErrors errors)
    {
        int bytes = 0;
        foreach ((string key, string value) in Sorted(annotations))
        {
            errors.EachInvalid(field, key, NameRules.QualifiedName(key.ToLowerInvariant()));
            bytes += NameRules.Length(key) + NameRules.Length(value);
        }

        if (bytes > MaxAnnotationBytes)
        {
            errors.TooLong(field, MaxAnnotationBytes);
        }
    }

    public static void CheckOwners(IReadOnlyList<OwnerReference> owners, FieldErrors errors)
    {
        const string Field = "metadata.ownerReferences";
        string? controller = null;
        foreach (OwnerReference owner in owners)
        {
            if (!HasVersion(owner.ApiVersion ?? ""))
            {
                errors.Invalid($"{Field}.apiVersion", owner.ApiVersion ?? "", "version must not be empty");
            }

            CheckPresent($"{Field}.kind", owner.Kind, errors);
            CheckPresent($"{Field}.name", owner.Name, errors);
            CheckPresent($"{Field}.uid", owner.Uid, errors);
            if (owner is { ApiVersion: "v1", Kind: "Event" })
            {
                errors.InvalidValue(Field, Json(owner), "/v1, Kind=Event is disallowed from being an owner");
            }

            if (owner.Controller == true)
            {
                string name = $"{owner.Kind}/{owner.Name}";
                if (controller is not null)
                {
                    string detail = $"Only one reference can have Controller set to true. Found \"true\" in references for {controller} and {name}";
                    errors.InvalidValue(Field, GoText.Json(owners, Json), detail);
                }

                controller ??= name;
            }
        }
    }

    private static void CheckFinalizers(IReadOnlyList<string> finalizers, FieldErrors errors)
    {
        const string Field = "metadata.finalizers";
        foreach (string finalizer in finalizers)
        {
            errors.EachInvalid(Field, finalizer, NameRules.QualifiedName(finalizer));
        }

        if (finalizers.Contains("orphan") && finalizers.Contains("foregroundDeletion"))
        {
            errors.InvalidValue(Field, GoText.Json(finalizers, GoText.Json), "finalizer orphan and foregroundDeletion cannot be both set");
        }
    }

    public static void CheckFinalizerNames(IReadOnlyList<string> finalizers, FieldErrors errors)
    {
        for (int index = 0; index < finalizers.Count; index++)
        {
            if (!finalizers[index].Contains('/', StringComparison.Ordinal) && !StandardFinalizers.Contains(finalizers[index]))
            {
                errors.Invalid($"metadata.finalizers[{index}]", finalizers[index], "name is neither a standard finalizer name nor is it fully qualified");
            }
        }
    }

    private static void CheckPresent(string field, string? value, FieldErrors errors)
    {
        if (string.IsNullOrEmpty(value))
        {
            errors.Invalid(field, "", "must not be empty");
        }
    }

    private static bool HasVersion(string apiVersion)
    {
        string[] parts = apiVersion.Split('/');
        return parts.Length <= 2 && parts[^1].Length > 0;
    }

    private static IEnumerable<KeyValuePair<string, string>> Sorted(IReadOnlyDictionary<string, string>? map) => map switch
    {
        null or { Count: 0 } => [],
        { Count: 1 } => map,
        _ => map.OrderBy(entry => entry.Key, StringComparer.Ordinal),
    };

    private static string Json(OwnerReference owner)
    {
        string text = $"\"apiVersion\":{GoText.Json(owner.ApiVersion ?? "")},\"kind\":{GoText.Json(owner.Kind ?? "")},"
            + $"\"name\":{GoText.Json(owner.Name ?? "")},\"uid\":{GoText.Json(owner.Uid ?? "")}";
        text += owner.Controller is { } controller ? $",\"controller\":{(controller ? "true" : "false")}" : "";
        text += owner.BlockOwnerDeletion is { } block ? $",\"blockOwnerDeletion\":{(block ? "true" : "false")}" : "";
        return $"{{{text}}}";
    }
}
