using BatchJobs.Schema;

namespace BatchJobs.Manifests;

/// <summary>Which object a manifest says it is, and what the API server answers if that cannot be.</summary>
internal static class ManifestType
{
    private const string Registry = "in scheme \"k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30\"";

    /// <summary>Kinds that <c>batch/v1</c> has besides the two.</summary>
    private static readonly string[] OtherKinds =
        ["JobList", "CronJobList", "ListOptions", "GetOptions", "DeleteOptions", "CreateOptions", "UpdateOptions", "PatchOptions", "WatchEvent"];

    public static ApiType Schema(ManifestKind kind) => kind == ManifestKind.Job ? ApiSchema.Job : ApiSchema.CronJob;

    /// <summary>The kind of a manifest, or an error message.</summary>
    public static (ManifestKind Kind, string? Error) Identify(ManifestNode root, ManifestKind? expected)
    {
        string apiVersion = Text(root, "apiVersion");
        string kind = Text(root, "kind");
        ManifestKind wanted = expected ?? (kind == nameof(ManifestKind.CronJob) ? ManifestKind.CronJob : ManifestKind.Job);
        kind = kind.Length == 0 ? wanted.ToString() : kind;
        apiVersion = apiVersion is "" or "/" ? "batch/v1" : apiVersion;

        string[] parts = apiVersion.Split('/');
        if (parts.Length > 2)
        {
            return (wanted, Unrecognized(wanted, $"unexpected GroupVersion string: {apiVersion}"));
        }

        string? error = Mismatch(apiVersion, kind, wanted);
        return (wanted, error is null || error.StartsWith("the API version", StringComparison.Ordinal) ? error : CannotHandle(kind, parts[^1], wanted, error));
    }

    public static string CannotHandle(ManifestKind kind, string error) => CannotHandle(kind.ToString(), "v1", kind, error);

    /// <summary>A refusal without the words that name the whole object.</summary>
    public static string Problem(string refusal)
    {
        const string Separator = " cannot be handled as a ";
        int start = refusal.IndexOf(Separator, StringComparison.Ordinal);
        return start < 0 ? refusal : refusal[(refusal.IndexOf(": ", start, StringComparison.Ordinal) + 2)..];
    }

    public static string Unrecognized(ManifestKind kind, string error) => $"the object provided is unrecognized (must be of type {kind}): {error}";

    private static string CannotHandle(string kind, string version, ManifestKind wanted, string error) =>
        $"{kind} in version \"{version}\" cannot be handled as a {wanted}: {error}";

    private static string? Mismatch(string apiVersion, string kind, ManifestKind wanted) => apiVersion switch
    {
        "batch/v1" when kind == wanted.ToString() => null,
        "batch/v1" when kind is "Job" or "CronJob" || OtherKinds.Contains(kind) => $"converting (v1.{kind}) to (batch.{wanted}): unknown conversion",
        "batch/v1beta1" when kind == "CronJob" && wanted == ManifestKind.CronJob =>
            "the API version in the data (batch/v1beta1) does not match the expected API version (batch/v1)",
        _ => $"no kind \"{kind}\" is registered for version \"{apiVersion}\" {Registry}",
    };

    private static string Text(ManifestNode root, string name) => root.Member(name) is { Kind: ManifestNodeKind.String } node ? node.Text : "";
}
