using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Cli.Input;

/// <summary>What an engine would give to an object; the values themselves do not matter for judging it.</summary>
internal static class Admission
{
    private const string ControllerUid = "batch.kubernetes.io/controller-uid";

    public static AdmissionContext NewObject() => new()
    {
        Uid = Guid.NewGuid().ToString(),
        NameSuffix = Random.Shared.GetString("bcdfghjklmnpqrstvwxz2456789", 5),
    };

    /// <summary>As for a new object, but with the identity that the object or its generated selector has already.</summary>
    public static AdmissionContext Stored(ObjectMeta metadata, LabelSelector? selector = null) =>
        (metadata.Uid ?? selector?.MatchLabels?.GetValueOrDefault(ControllerUid)) is { } uid ? NewObject() with { Uid = uid } : NewObject();
}
