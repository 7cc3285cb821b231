using System.Text.Json;

namespace BatchJobs.Validation;

/// <summary>What environment taken from elsewhere must be like.</summary>
internal static class EnvFromRules
{
    private static readonly string[] Sources = ["configMapRef", "secretRef"];

    public static void Check(string field, JsonElement? list, FieldErrors errors)
    {
        foreach ((int index, JsonElement source) in list.Items().Index())
        {
            string path = $"{field}[{index}]";
            string prefix = source.Text("prefix");
            errors.EachInvalid($"{path}.prefix", prefix, prefix.Length == 0 ? [] : NameRules.EnvironmentVariable(prefix));
            string[] given = [.. Sources.Where(name => source.Member(name) is not null)];
            foreach (string name in given.Where(name => source.Member(name)!.Value.Text("name").Length == 0))
            {
                errors.Required($"{path}.{name}.name");
            }

            if (given.Length != 1)
            {
                errors.Invalid(field, "", given.Length == 0 ? "must specify one of: `configMapRef` or `secretRef`" : "may not have more than one field specified at a time");
            }
        }
    }
}
