using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BatchJobs.Schema;

namespace BatchJobs.Validation;

/// <summary>What an object carries as JSON, each part with the type it has in the API.</summary>
/// <param name="json">What the object is in JSON.</param>
/// <param name="type">What it is in the API.</param>
internal sealed class CarriedParts<T>(JsonTypeInfo<T> json, ApiType type)
    where T : class
{
    private readonly (string Name, Func<object, object?> Get, ApiType Type)[] parts =
    [
        .. json.Properties.Where(part => part.PropertyType == typeof(JsonElement?)).Select(part => (part.Name, part.Get!, type.Find(part.Name)!.Type)),
    ];

    /// <param name="field">Where the object is.</param>
    /// <param name="whole">The object.</param>
    /// <param name="errors">What is wrong with its parts.</param>
    public void Check(string field, T whole, FieldErrors errors)
    {
        foreach ((string name, Func<object, object?> get, ApiType type) in parts)
        {
            if (get(whole) is not JsonElement part)
            {
                continue;
            }

            if (!IsReadable(part))
            {
                errors.InvalidValue($"{field}.{name}", null, "must be JSON that can be read");
            }
            else if (!JsonShape.Fits(part, type))
            {
                CarriedRules.Check($"{field}.{name}", part, type, errors);
            }
        }
    }

    /// <summary>Whether there is a value, and no half of a character in it.</summary>
    private static bool IsReadable(JsonElement part)
    {
        if (part.ValueKind == JsonValueKind.Undefined)
        {
            return false;
        }

        if (JsonMarshal.GetRawUtf8Value(part).IndexOf("\\u"u8) < 0)
        {
            return true;
        }

        try
        {
            using var writer = new Utf8JsonWriter(new ArrayBufferWriter<byte>());
            part.WriteTo(writer);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
