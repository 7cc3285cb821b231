using System.Text.Json;
using BatchJobs.Primitives;
using BatchJobs.Schema;

namespace BatchJobs.Validation;

/// <summary>What is wrong with JSON that a program carries in an object: fields and types that no manifest could have.</summary>
internal static class CarriedRules
{
    /// <param name="field">Where it is.</param>
    /// <param name="json">What is there.</param>
    /// <param name="type">What it is in the API.</param>
    /// <param name="errors">What is wrong.</param>
    public static void Check(string field, JsonElement json, ApiType type, FieldErrors errors)
    {
        if (JsonShape.Fits(json, type))
        {
            return;
        }

        switch (json.ValueKind, type.Kind)
        {
            case (JsonValueKind.Object, ApiTypeKind.Struct or ApiTypeKind.Map):
                CheckMembers(field, json, type, errors);
                break;
            case (JsonValueKind.Array, ApiTypeKind.List):
                for (int index = 0; index < json.GetArrayLength(); index++)
                {
                    CheckItem($"{field}[{index}]", json[index], type.Element!, errors);
                }

                break;
            default:
                errors.InvalidValue(field, null, $"must be {TypeWords.Wanted(type, json.ValueKind == JsonValueKind.Number && TypeWords.IsWhole(json.GetRawText()))}, not {Found(json)}");
                break;
        }
    }

    private static void CheckMembers(string field, JsonElement json, ApiType type, FieldErrors errors)
    {
        HashSet<string> present = new(StringComparer.Ordinal);
        foreach (JsonProperty member in json.EnumerateObject())
        {
            string path = $"{field}.{member.Name}";
            if (!present.Add(member.Name))
            {
                errors.InvalidValue(path, null, $"duplicate field \"{path}\"");
            }
            else if ((type.Element ?? type.Find(member.Name)?.Type) is { } known)
            {
                Check(path, member.Value, known, errors);
            }
            else
            {
                string? nearest = NearestWord.Of(member.Name, type.Fields.Select(known => known.Name));
                errors.InvalidValue(path, null, $"unknown field \"{path}\"", nearest is null ? null : $"did you mean {nearest}?");
            }
        }
    }

    private static void CheckItem(string field, JsonElement json, ApiType type, FieldErrors errors)
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            errors.Required(field, NullRules.Detail);
        }
        else
        {
            Check(field, json, type, errors);
        }
    }

    private static string Found(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => TypeWords.Text(json.GetString()!),
        JsonValueKind.Number => TypeWords.Number(json.GetRawText()),
        JsonValueKind.True or JsonValueKind.False => json.GetRawText(),
        JsonValueKind.Array => "a list",
        _ => "an object",
    };
}
