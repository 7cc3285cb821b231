namespace BatchJobs.Kubernetes;

/// <summary>The cluster would have ignored parts of an object; nothing of it was applied.</summary>
/// <param name="fields">The fields it does not know, or has switched off, such as <c>spec.suspend</c>.</param>
/// <param name="serverVersion">The version of the cluster, such as <c>v1.20.2</c>.</param>
/// <param name="explanation">Since which version each known field is on by default.</param>
public sealed class UnsupportedFieldsException(IReadOnlyList<string> fields, string serverVersion, string explanation)
    : NotSupportedException($"Kubernetes {serverVersion} does not support {explanation}")
{
    /// <summary>The fields the cluster does not know, or has switched off.</summary>
    public IReadOnlyList<string> Fields { get; } = fields;

    /// <summary>The version of the cluster.</summary>
    public string ServerVersion { get; } = serverVersion;
}
