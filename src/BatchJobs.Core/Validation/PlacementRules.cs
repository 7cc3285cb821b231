using System.Text.Json;

namespace BatchJobs.Validation;

/// <summary>What affinity and topology spread constraints must be like.</summary>
internal static class PlacementRules
{
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution";
    private const string Preferred = "preferredDuringSchedulingIgnoredDuringExecution";

    private static readonly string[] Reactions = ["DoNotSchedule", "ScheduleAnyway"];

    public static void CheckAffinity(string field, JsonElement? affinity, FieldErrors errors)
    {
        if (affinity?.Member("nodeAffinity") is { } node)
        {
            CheckNodeAffinity($"{field}.nodeAffinity", node, errors);
        }

        foreach (string kind in new[] { "podAffinity", "podAntiAffinity" })
        {
            if (affinity?.Member(kind) is not { } pods)
            {
                continue;
            }

            foreach ((int index, JsonElement term) in pods.Items(Required).Index())
            {
                CheckTopologyKey($"{field}.{kind}.{Required}[{index}].topologyKey", term, errors);
            }

            foreach ((int index, JsonElement weighted) in pods.Items(Preferred).Index())
            {
                string path = $"{field}.{kind}.{Preferred}[{index}]";
                CheckWeight(path, weighted, errors);
                CheckTopologyKey($"{path}.podAffinityTerm.topologyKey", weighted.Member("podAffinityTerm") ?? default, errors);
            }
        }
    }

    public static void CheckSpread(string field, JsonElement? constraints, FieldErrors errors)
    {
        foreach ((int index, JsonElement constraint) in constraints.Items().Index())
        {
            string path = $"{field}[{index}]";
            if ((constraint.Number("maxSkew") ?? 0) <= 0)
            {
                errors.Invalid($"{path}.maxSkew", constraint.Number("maxSkew") ?? 0, "must be greater than zero");
            }

            if (constraint.Text("topologyKey").Length == 0)
            {
                errors.Required($"{path}.topologyKey", "can not be empty");
            }

            string reaction = constraint.Text("whenUnsatisfiable");
            if (!Reactions.Contains(reaction))
            {
                errors.NotSupported($"{path}.whenUnsatisfiable", reaction, Reactions);
            }
        }
    }

    private static void CheckNodeAffinity(string field, JsonElement affinity, FieldErrors errors)
    {
        if (affinity.Member(Required) is { } required)
        {
            string path = $"{field}.{Required}.nodeSelectorTerms";
            if (required.Items("nodeSelectorTerms").Count == 0)
            {
                errors.Required(path, "must have at least one node selector term");
            }

            foreach ((int index, JsonElement term) in required.Items("nodeSelectorTerms").Index())
            {
                CheckTerm($"{path}[{index}]", term, errors);
            }
        }

        foreach ((int index, JsonElement preferred) in affinity.Items(Preferred).Index())
        {
            CheckWeight($"{field}.{Preferred}[{index}]", preferred, errors);
            CheckTerm($"{field}.{Preferred}[{index}].preference", preferred.Member("preference") ?? default, errors);
        }
    }

    private static void CheckTerm(string field, JsonElement term, FieldErrors errors)
    {
        foreach ((int index, JsonElement requirement) in term.Items("matchExpressions").Index())
        {
            string path = $"{field}.matchExpressions[{index}]";
            int values = requirement.Items("values").Count;
            switch (requirement.Text("operator"))
            {
                case "In" or "NotIn" when values == 0:
                    errors.Required($"{path}.values", "must be specified when `operator` is 'In' or 'NotIn'");
                    break;
                case "Exists" or "DoesNotExist" when values > 0:
                    errors.Forbidden($"{path}.values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                    break;
                case "Gt" or "Lt" when values != 1:
                    errors.Required($"{path}.values", "must be specified single value when `operator` is 'Lt' or 'Gt'");
                    break;
                case "In" or "NotIn" or "Exists" or "DoesNotExist" or "Gt" or "Lt":
                    break;
                default:
                    errors.Invalid($"{path}.operator", requirement.Text("operator"), "not a valid selector operator");
                    break;
            }

            errors.EachInvalid($"{path}.key", requirement.Text("key"), NameRules.QualifiedName(requirement.Text("key")));
        }
    }

    private static void CheckWeight(string field, JsonElement term, FieldErrors errors)
    {
        if (term.Number("weight") is not (>= 1 and <= 100))
        {
            errors.Invalid($"{field}.weight", term.Number("weight") ?? 0, "must be in the range 1-100");
        }
    }

    private static void CheckTopologyKey(string field, JsonElement term, FieldErrors errors)
    {
        string key = term.Text("topologyKey");
        if (key.Length == 0)
        {
            errors.Required(field, "can not be empty");
        }

        errors.EachInvalid(field, key, NameRules.QualifiedName(key));
    }
}
