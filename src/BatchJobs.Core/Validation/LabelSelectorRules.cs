using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>What a label selector must be like, and what it selects.</summary>
internal static class LabelSelectorRules
{
    public static void Check(string field, LabelSelector selector, FieldErrors errors)
    {
        MetadataRules.CheckLabels($"{field}.matchLabels", selector.MatchLabels, errors);
        for (int index = 0; index < (selector.MatchExpressions?.Count ?? 0); index++)
        {
            Check($"{field}.matchExpressions[{index}]", selector.MatchExpressions![index], errors);
        }
    }

    /// <summary>Whether labels are selected; null when the selector itself is not valid.</summary>
    public static bool? Selects(LabelSelector? selector, IReadOnlyDictionary<string, string>? labels)
    {
        if (selector is null)
        {
            return false;
        }

        var errors = new FieldErrors();
        Check("", selector, errors);
        if (errors.Count > 0)
        {
            return null;
        }

        return (selector.MatchLabels ?? Empty).All(wanted => labels?.GetValueOrDefault(wanted.Key) == wanted.Value)
            && (selector.MatchExpressions ?? []).All(requirement => Holds(requirement, labels?.GetValueOrDefault(requirement.Key ?? "")));
    }

    public static string Json(LabelSelector? selector)
    {
        if (selector is null)
        {
            return "null";
        }

        var members = new List<string>();
        if (selector.MatchLabels is { Count: > 0 } matchLabels)
        {
            members.Add($"\"matchLabels\":{GoText.Json(matchLabels)}");
        }

        if (selector.MatchExpressions is { Count: > 0 } matchExpressions)
        {
            members.Add($"\"matchExpressions\":{GoText.Json(matchExpressions, Json)}");
        }

        return $"{{{string.Join(',', members)}}}";
    }

    private static readonly Dictionary<string, string> Empty = [];

    private static void Check(string field, LabelSelectorRequirement requirement, FieldErrors errors)
    {
        IReadOnlyList<string> values = requirement.Values ?? [];
        switch (requirement.Operator)
        {
            case "In" or "NotIn" when values.Count == 0:
                errors.Required($"{field}.values", "must be specified when `operator` is 'In' or 'NotIn'");
                break;
            case "Exists" or "DoesNotExist" when values.Count > 0:
                errors.Forbidden($"{field}.values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                break;
            case "In" or "NotIn" or "Exists" or "DoesNotExist":
                break;
            default:
                errors.Invalid($"{field}.operator", requirement.Operator ?? "", "not a valid selector operator");
                break;
        }

        errors.EachInvalid($"{field}.key", requirement.Key ?? "", NameRules.QualifiedName(requirement.Key ?? ""));
        for (int index = 0; index < values.Count; index++)
        {
            errors.EachInvalid($"{field}.values[{index}]", values[index], NameRules.LabelValue(values[index]));
        }
    }

    private static bool Holds(LabelSelectorRequirement requirement, string? value) => requirement.Operator switch
    {
        "In" => value is not null && requirement.Values!.Contains(value),
        "NotIn" => value is null || !requirement.Values!.Contains(value),
        "Exists" => value is not null,
        _ => value is null,
    };

    private static string Json(LabelSelectorRequirement requirement)
    {
        string values = requirement.Values is { Count: > 0 } given ? $",\"values\":{GoText.Json(given, GoText.Json)}" : "";
        return $"{{\"key\":{GoText.Json(requirement.Key ?? "")},\"operator\":{GoText.Json(requirement.Operator ?? "")}{values}}}";
    }
}
