using System.Text.Json;

namespace BatchJobs.Validation;

/// <summary>What users and groups must be like.</summary>
internal static class SecurityContextRules
{
    private static readonly string[] PodIds = ["fsGroup", "runAsUser", "runAsGroup"];
    private static readonly string[] ContainerIds = ["runAsUser", "runAsGroup"];

    public static void CheckPod(string field, JsonElement? context, FieldErrors errors) => Check(field, context, PodIds, errors);

    public static void CheckContainer(string field, JsonElement? context, FieldErrors errors) => Check(field, context, ContainerIds, errors);

    private static void Check(string field, JsonElement? context, string[] ids, FieldErrors errors)
    {
        foreach (string name in ids)
        {
            if (context?.Number(name) is < 0 or > int.MaxValue)
            {
                errors.Invalid($"{field}.{name}", context?.Number(name), "must be between 0 and 2147483647, inclusive");
            }
        }
    }
}
