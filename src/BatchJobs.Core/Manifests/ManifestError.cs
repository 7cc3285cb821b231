namespace BatchJobs.Manifests;

/// <summary>One thing that kept a manifest from being read.</summary>
/// <param name="Message">What is wrong, in the API server's words where it has any.</param>
/// <param name="Field">Where in the object, such as <c>spec.template.spec.containers[0].name</c>; null when the text is not an object at all.</param>
/// <param name="Position">Where in the text, if known.</param>
public sealed record ManifestError(string Message, string? Field = null, ManifestPosition? Position = null)
{
    /// <inheritdoc />
    public override string ToString() => Position is { } position ? $"{position}: {Message}" : Message;
}
