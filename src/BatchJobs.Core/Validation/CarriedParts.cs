using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BatchJobs.Manifests;
using BatchJobs.Manifests.Schema;

namespace BatchJobs.Validation;

/// <summary>What an object carries as JSON, each part with the type it has in the API.</summary>
/// <param name="json">What the object is in JSON.</param>
/// <param name="type">What it is in the API.</param>
internal sealed class CarriedParts<T>(JsonTypeInfo<T> json, ApiType type)
    where T : class
{
    private readonly (Func<object, object?> Get, ApiType Type)[] parts =
    [
        .. json.Properties.Where(part => part.PropertyType == typeof(JsonElement?)).Select(part => (part.Get!, type.Find(part.Name)!.Type)),
    ];

    /// <summary>Whether all that an object has is of its type.</summary>
    public bool Fit(T whole)
    {
        foreach ((Func<object, object?> get, ApiType type) in parts)
        {
            if (get(whole) is JsonElement part && !JsonShape.IsOf(part, type))
            {
                return false;
            }
        }

        return true;
    }
}
