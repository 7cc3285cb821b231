using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>What a pod failure policy must be like.</summary>
internal static class PodFailurePolicyRules
{
    private const int MaxRules = 20;
    private const int MaxExitCodes = 255;
    private const int MaxConditions = 20;

    private static readonly string[] Actions = ["Count", "FailIndex", "FailJob", "Ignore"];
    private static readonly string[] Operators = ["In", "NotIn"];
    private static readonly string[] Statuses = ["False", "True", "Unknown"];

    public static void Check(string field, JobSpec spec, FieldErrors errors)
    {
        IReadOnlyList<PodFailurePolicyRule> rules = spec.PodFailurePolicy!.Rules ?? [];
        if (rules.Count > MaxRules)
        {
            errors.TooMany($"{field}.rules", rules.Count, MaxRules);
        }

        var containers = (spec.Template.Spec.Containers ?? []).Concat(spec.Template.Spec.InitContainers ?? []).Select(container => container.Name ?? "").ToHashSet();
        for (int index = 0; index < rules.Count; index++)
        {
            CheckRule($"{field}.rules[{index}]", rules[index], spec.BackoffLimitPerIndex is not null, containers, errors);
        }
    }

    /// <summary>The policy as the API server shows it.</summary>
    public static string Json(PodFailurePolicy? policy) => policy is null ? "null" : $"{{\"Rules\":{GoText.Json(policy.Rules, Json)}}}";

    private static void CheckRule(string field, PodFailurePolicyRule rule, bool perIndex, HashSet<string> containers, FieldErrors errors)
    {
        string action = rule.Action?.Value ?? "";
        if (action.Length == 0)
        {
            errors.Required($"{field}.action", $"valid values: {GoText.QuoteAll(Actions)}");
        }
        else if (action == PodFailureAction.FailIndex.Value && !perIndex)
        {
            errors.Invalid($"{field}.action", action, "requires the backoffLimitPerIndex to be set");
        }
        else if (!Actions.Contains(action))
        {
            errors.NotSupported($"{field}.action", action, Actions);
        }

        IReadOnlyList<PodFailurePolicyOnPodConditionsPattern> conditions = rule.OnPodConditions ?? [];
        if (rule.OnExitCodes is { } exitCodes)
        {
            CheckExitCodes($"{field}.onExitCodes", exitCodes, containers, errors);
        }

        if (conditions.Count > 0)
        {
            CheckConditions($"{field}.onPodConditions", conditions, errors);
        }

        if (rule.OnExitCodes is not null && conditions.Count > 0)
        {
            errors.InvalidValue(field, null, "specifying both OnExitCodes and OnPodConditions is not supported");
        }
        else if (rule.OnExitCodes is null && conditions.Count == 0)
        {
            errors.InvalidValue(field, null, "specifying one of OnExitCodes and OnPodConditions is required");
        }
    }

    private static void CheckExitCodes(string field, PodFailurePolicyOnExitCodesRequirement requirement, HashSet<string> containers, FieldErrors errors)
    {
        string operation = requirement.Operator?.Value ?? "";
        if (operation.Length == 0)
        {
            errors.Required($"{field}.operator", $"valid values: {GoText.QuoteAll(Operators)}");
        }
        else if (!Operators.Contains(operation))
        {
            errors.NotSupported($"{field}.operator", operation, Operators);
        }

        if (requirement.ContainerName is { } container && !containers.Contains(container))
        {
            errors.Invalid($"{field}.containerName", container, "must be one of the container or initContainer names in the pod template");
        }

        IReadOnlyList<int> values = requirement.Values ?? [];
        if (values.Count == 0)
        {
            errors.InvalidValue($"{field}.values", JsonNumbers(requirement.Values), "at least one value is required");
        }
        else if (values.Count > MaxExitCodes)
        {
            errors.TooMany($"{field}.values", values.Count, MaxExitCodes);
        }

        var seen = new HashSet<int>();
        for (int index = 0; index < values.Count; index++)
        {
            if (values[index] == 0 && operation == ExitCodeOperator.In.Value)
            {
                errors.Invalid($"{field}.values[{index}]", values[index], "must not be 0 for the In operator");
            }

            if (!seen.Add(values[index]))
            {
                errors.Duplicate($"{field}.values[{index}]", GoText.Json(values[index]));
            }
        }

        if (values.Zip(values.Skip(1)).Any(pair => pair.First > pair.Second))
        {
            errors.InvalidValue($"{field}.values", JsonNumbers(values), "must be ordered");
        }
    }

    private static void CheckConditions(string field, IReadOnlyList<PodFailurePolicyOnPodConditionsPattern> conditions, FieldErrors errors)
    {
        if (conditions.Count > MaxConditions)
        {
            errors.TooMany(field, conditions.Count, MaxConditions);
        }

        for (int index = 0; index < conditions.Count; index++)
        {
            string type = conditions[index].Type ?? "";
            errors.EachInvalid($"{field}[{index}].type", type, NameRules.QualifiedName(type));
            string status = conditions[index].Status?.Value ?? "";
            if (status.Length == 0)
            {
                errors.Required($"{field}[{index}].status", $"valid values: {GoText.QuoteAll(Statuses)}");
            }
            else if (!Statuses.Contains(status))
            {
                errors.NotSupported($"{field}[{index}].status", status, Statuses);
            }
        }
    }

    private static string JsonNumbers(IReadOnlyList<int>? values) => GoText.Json(values, value => GoText.Json(value));

    private static string Json(PodFailurePolicyRule rule)
    {
        string exitCodes = rule.OnExitCodes is { } codes
            ? $"{{\"ContainerName\":{GoText.Json(codes.ContainerName)},\"Operator\":{GoText.Json(codes.Operator?.Value ?? "")},\"Values\":{JsonNumbers(codes.Values)}}}"
            : "null";
        string conditions = GoText.Json(
            rule.OnPodConditions,
            pattern => $"{{\"Type\":{GoText.Json(pattern.Type ?? "")},\"Status\":{GoText.Json(pattern.Status?.Value ?? "")}}}");
        return $"{{\"Action\":{GoText.Json(rule.Action?.Value ?? "")},\"OnExitCodes\":{exitCodes},\"OnPodConditions\":{conditions}}}";
    }
}
