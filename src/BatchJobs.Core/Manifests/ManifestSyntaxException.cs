namespace BatchJobs.Manifests;

/// <summary>The text is not JSON, or not YAML, at all.</summary>
internal sealed class ManifestSyntaxException(string message, ManifestPosition? position, string? suggestion = null)
    : Exception(message)
{
    public ManifestPosition? Position { get; } = position;

    /// <summary>What to do about it, if anybody can tell.</summary>
    public string? Suggestion { get; } = suggestion;
}
