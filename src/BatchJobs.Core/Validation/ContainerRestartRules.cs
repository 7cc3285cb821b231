using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>What the restart policy and restart rules of a container must be like (KEP-5307).</summary>
internal static class ContainerRestartRules
{
    private const int MaxRules = 20;
    private const int MaxExitCodes = 255;

    private static readonly string[] Policies = ["Always", "Never", "OnFailure"];
    private static readonly string[] Actions = ["Restart", "RestartAllContainers"];
    private static readonly string[] Operators = ["In", "NotIn"];

    public static void Check(string field, Container container, FieldErrors errors)
    {
        IReadOnlyList<ContainerRestartRule> rules = container.RestartPolicyRules ?? [];
        if (container.RestartPolicy is { } policy)
        {
            if (!Policies.Contains(policy.Value))
            {
                errors.NotSupported($"{field}.restartPolicy", policy.Value, Policies);
            }
        }
        else if (rules.Count > 0)
        {
            errors.Required($"{field}.restartPolicy", "must specify restartPolicy when restart rules are used");
        }

        if (rules.Count > MaxRules)
        {
            errors.TooMany($"{field}.restartPolicyRules", rules.Count, MaxRules);
        }

        for (int index = 0; index < rules.Count; index++)
        {
            Check($"{field}.restartPolicyRules[{index}]", rules[index], errors);
        }
    }

    private static void Check(string field, ContainerRestartRule rule, FieldErrors errors)
    {
        string action = rule.Action ?? "";
        if (!Actions.Contains(action))
        {
            errors.NotSupported($"{field}.action", action, Actions);
        }

        if (rule.ExitCodes is not { } exitCodes)
        {
            errors.Required($"{field}.exitCodes", "must be specified");
            return;
        }

        string operation = exitCodes.Operator?.Value ?? "";
        if (!Operators.Contains(operation))
        {
            errors.NotSupported($"{field}.exitCodes.operator", operation, Operators);
        }

        if (exitCodes.Values?.Count > MaxExitCodes)
        {
            errors.TooMany($"{field}.exitCodes.values", exitCodes.Values.Count, MaxExitCodes);
        }
    }
}
