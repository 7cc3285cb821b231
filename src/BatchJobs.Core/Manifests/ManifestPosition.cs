namespace BatchJobs.Manifests;

/// <summary>A place in the text of a manifest.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
public readonly record struct ManifestPosition(int Line, int Column)
{
    /// <inheritdoc />
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"line {Line}, column {Column}");
}
