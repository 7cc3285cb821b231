using System.Text.Json;
using BatchJobs.Primitives;

namespace BatchJobs.Schema;

/// <summary>Whether JSON that can be read is of a type of the API; that it is so costs no more than looking at it.</summary>
internal static class JsonShape
{
    /// <summary>Whether the value is null, or has the type and no item that is null.</summary>
    public static bool Fits(JsonElement json, ApiType type) => json.ValueKind == JsonValueKind.Null || type.Kind switch
    {
        ApiTypeKind.Struct => json.ValueKind == JsonValueKind.Object && MembersFit(json, type),
        ApiTypeKind.Map => json.ValueKind == JsonValueKind.Object && EntriesFit(json, type.Element!),
        ApiTypeKind.List => json.ValueKind == JsonValueKind.Array && ItemsFit(json, type.Element!),
        ApiTypeKind.Text => json.ValueKind == JsonValueKind.String,
        ApiTypeKind.Boolean => json.ValueKind is JsonValueKind.True or JsonValueKind.False,
        ApiTypeKind.Int32 => json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out _),
        ApiTypeKind.Int64 => json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out _),
        ApiTypeKind.Time => json.ValueKind == JsonValueKind.String && ApiTime.TryParse(json.GetString()!, out _),
        ApiTypeKind.IntOrString => json.ValueKind == JsonValueKind.String || Fits(json, ApiSchema.Int32),
        ApiTypeKind.Quantity => json.ValueKind is JsonValueKind.String or JsonValueKind.Number && Quantity.TryParse(json.ToString().Trim(), out _, out _),
        _ => false,
    };

    private static bool MembersFit(JsonElement json, ApiType type)
    {
        Span<bool> present = stackalloc bool[type.Fields.Count];
        foreach (JsonProperty member in json.EnumerateObject())
        {
            if (type.Find(member.Name) is not { } field || present[field.Index] || !Fits(member.Value, field.Type))
            {
                return false;
            }

            present[field.Index] = true;
        }

        return true;
    }

    private static bool EntriesFit(JsonElement json, ApiType type)
    {
        HashSet<string>? present = json.GetPropertyCount() > 1 ? new(StringComparer.Ordinal) : null;
        foreach (JsonProperty entry in json.EnumerateObject())
        {
            if (present?.Add(entry.Name) == false || !Fits(entry.Value, type))
            {
                return false;
            }
        }

        return true;
    }

    private static bool ItemsFit(JsonElement json, ApiType type)
    {
        foreach (JsonElement item in json.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Null || !Fits(item, type))
            {
                return false;
            }
        }

        return true;
    }
}
