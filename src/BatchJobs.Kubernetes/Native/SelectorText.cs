using BatchJobs.Specs;

namespace BatchJobs.Kubernetes.Native;

/// <summary>Label selectors as queries.</summary>
internal static class SelectorText
{
    /// <returns>The query with a leading <c>&amp;</c>; empty when everything is selected.</returns>
    public static string Query(LabelSelector? selector)
    {
        string text = string.Join(',', Requirements(selector));
        return text.Length == 0 ? "" : "&labelSelector=" + Uri.EscapeDataString(text);
    }

    private static IEnumerable<string> Requirements(LabelSelector? selector)
    {
        foreach ((string key, string value) in selector?.MatchLabels ?? new Dictionary<string, string>())
        {
            yield return $"{key}={value}";
        }

        foreach (LabelSelectorRequirement requirement in selector?.MatchExpressions ?? [])
        {
            yield return requirement.Operator switch
            {
                "In" => $"{requirement.Key} in ({Values(requirement)})",
                "NotIn" => $"{requirement.Key} notin ({Values(requirement)})",
                "Exists" => $"{requirement.Key}",
                "DoesNotExist" => $"!{requirement.Key}",
                _ => throw new ArgumentException($"\"{requirement.Operator}\" is not a valid label selector operator", nameof(selector)),
            };
        }
    }

    private static string Values(LabelSelectorRequirement requirement) => string.Join(',', requirement.Values ?? []);
}
