using System.Text.RegularExpressions;

namespace BatchJobs.Manifests;

/// <summary>Amounts such as <c>100m</c> or <c>1Gi</c>.</summary>
internal static partial class ApiQuantity
{
    public static string? Error(ManifestNode node) =>
        node.Kind is ManifestNodeKind.String or ManifestNodeKind.Number && Pattern.IsMatch(node.Text)
            ? null
            : "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

    public static string Canonical(string text) => text.Length == 0 ? "0" : text;

    [GeneratedRegex(@"\A[+-]?[0-9.]+[eEinumkKMGTP]*[-+]?[0-9]*\z", RegexOptions.NonBacktracking)]
    private static partial Regex Pattern { get; }
}
