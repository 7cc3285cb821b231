using System.Text.Json;

namespace BatchJobs.Validation;

/// <summary>What tolerations and scheduling gates must be like.</summary>
internal static class TolerationRules
{
    private static readonly string[] Effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

    public static void Check(string field, JsonElement? tolerations, FieldErrors errors)
    {
        foreach ((int index, JsonElement toleration) in tolerations.Items().Index())
        {
            Check($"{field}[{index}]", toleration, errors);
        }
    }

    public static void CheckGates(string field, JsonElement? gates, FieldErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach ((int index, JsonElement gate) in gates.Items().Index())
        {
            string name = gate.Text("name");
            errors.EachInvalid($"{field}[{index}]", name, NameRules.QualifiedName(name));
            if (!seen.Add(name))
            {
                errors.Duplicate($"{field}[{index}]", GoText.Quote(name));
            }
        }
    }

    private static void Check(string field, JsonElement toleration, FieldErrors errors)
    {
        string key = toleration.Text("key");
        string operation = toleration.Text("operator");
        string value = toleration.Text("value");
        string effect = toleration.Text("effect");
        errors.EachInvalid($"{field}.key", key, key.Length == 0 ? [] : NameRules.QualifiedName(key));
        if (key.Length == 0 && operation != "Exists")
        {
            errors.Invalid($"{field}.operator", operation, "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
        }

        if (toleration.Number("tolerationSeconds") is not null && effect != "NoExecute")
        {
            errors.Invalid($"{field}.effect", effect, "effect must be 'NoExecute' when `tolerationSeconds` is set");
        }

        switch (operation)
        {
            case "" or "Equal":
                string[] complaints = [.. NameRules.LabelValue(value)];
                errors.EachInvalid($"{field}.operator", value, complaints.Length == 0 ? [] : [string.Join(';', complaints)]);
                break;
            case "Exists" when value.Length > 0:
                errors.Invalid($"{field}.operator", value, "value must be empty when `operator` is 'Exists'");
                break;
            case "Exists":
                break;
            default:
                errors.NotSupported($"{field}.operator", operation, "Equal", "Exists");
                break;
        }

        if (effect.Length > 0)
        {
            PodTemplateRules.CheckWord($"{field}.effect", effect, Effects, errors);
        }
    }
}
