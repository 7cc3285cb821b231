using BatchJobs.Specs;

namespace BatchJobs.Watching;

/// <summary>Whether labels meet a selector.</summary>
/// <remarks>Kubernetes: <c>metav1.LabelSelectorAsSelector</c>.</remarks>
public static class LabelSelection
{
    /// <summary>Whether labels meet a selector.</summary>
    /// <param name="selector">The selector; null for anything.</param>
    /// <param name="labels">The labels; null for none.</param>
    /// <returns>true if all requirements hold.</returns>
    public static bool Matches(LabelSelector? selector, IReadOnlyDictionary<string, string>? labels) =>
        (selector?.MatchLabels ?? EmptyLabels).All(wanted => Has(labels, wanted.Key, [wanted.Value]))
        && (selector?.MatchExpressions ?? []).All(requirement => Meets(requirement, labels));

    private static IReadOnlyDictionary<string, string> EmptyLabels { get; } = new Dictionary<string, string>();

    private static bool Meets(LabelSelectorRequirement requirement, IReadOnlyDictionary<string, string>? labels) => requirement.Operator switch
    {
        "In" => Has(labels, requirement.Key, requirement.Values ?? []),
        "NotIn" => !Has(labels, requirement.Key, requirement.Values ?? []),
        "Exists" => labels?.ContainsKey(requirement.Key ?? "") == true,
        "DoesNotExist" => labels?.ContainsKey(requirement.Key ?? "") != true,
        _ => false,
    };

    private static bool Has(IReadOnlyDictionary<string, string>? labels, string? key, IReadOnlyList<string> values) =>
        labels is not null && labels.TryGetValue(key ?? "", out string? value) && values.Contains(value);
}
