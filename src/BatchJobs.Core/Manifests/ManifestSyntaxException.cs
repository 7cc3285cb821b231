namespace BatchJobs.Manifests;

/// <summary>The text is not JSON, or not YAML, at all.</summary>
internal sealed class ManifestSyntaxException(string message, ManifestPosition? position)
    : Exception(message)
{
    public ManifestPosition? Position { get; } = position;
}
