namespace BatchJobs.Kubernetes.Native;

/// <summary>Since when fields of Jobs and their pods are on by default.</summary>
internal static class FieldHistory
{
    private static readonly Dictionary<string, string> Since = new(StringComparer.Ordinal)
    {
        ["spec.ttlSecondsAfterFinished"] = "1.21",
        ["spec.completionMode"] = "1.22",
        ["spec.suspend"] = "1.22",
        ["spec.timeZone"] = "1.25",
        ["spec.podFailurePolicy"] = "1.26",
        ["spec.backoffLimitPerIndex"] = "1.29",
        ["spec.maxFailedIndexes"] = "1.29",
        ["spec.podReplacementPolicy"] = "1.29",
        ["spec.successPolicy"] = "1.31",
        ["spec.managedBy"] = "1.32",
        ["hostUsers"] = "1.33",
        ["schedulingGates"] = "1.27",
        ["restartPolicy"] = "1.29",
        ["restartPolicyRules"] = "1.35",
    };

    /// <summary>The fields with the versions they need, as far as known.</summary>
    public static string Explain(IEnumerable<string> fields) => string.Join(", ", fields.Select(Explain));

    private static string Explain(string field) => SinceOf(field) is { } version ? $"{field} (since {version})" : field;

    private static string? SinceOf(string field) =>
        Since.GetValueOrDefault(field.Replace(".jobTemplate.spec", "", StringComparison.Ordinal))
        ?? Since.GetValueOrDefault(field[(field.LastIndexOf('.') + 1)..]);
}
