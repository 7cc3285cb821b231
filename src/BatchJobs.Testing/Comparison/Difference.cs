namespace BatchJobs.Testing.Comparison;

/// <summary>Something in which a result differs from what was expected.</summary>
/// <param name="Path">Where, such as <c>status.failed</c>.</param>
/// <param name="Message">What was expected and what was found.</param>
public sealed record Difference(string Path, string Message)
{
    /// <inheritdoc />
    public override string ToString() => $"{Path}: {Message}";
}
