using System.Text.Json;
using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>What volumes and their mounts must be like; what is in a volume is for the executor to judge.</summary>
internal static class VolumeRules
{
    public static void Check(string field, JsonElement? volumes, FieldErrors errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach ((int index, JsonElement volume) in volumes.Items().Index())
        {
            string path = $"{field}[{index}]";
            CheckSource(path, volume, errors);
            string name = volume.Text("name");
            if (name.Length == 0)
            {
                errors.Required($"{path}.name");
                continue;
            }

            errors.EachInvalid($"{path}.name", name, NameRules.DnsLabel(name));
            if (!names.Add(name))
            {
                errors.Duplicate($"{path}.name", GoText.Quote(name));
            }
        }
    }

    public static void CheckMounts(string field, Container container, HashSet<string> volumes, FieldErrors errors)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach ((int index, JsonElement mount) in container.VolumeMounts.Items().Index())
        {
            string path = $"{field}[{index}]";
            string name = mount.Text("name");
            string mountPath = mount.Text("mountPath");
            if (name.Length == 0)
            {
                errors.Required($"{path}.name");
            }
            else if (!volumes.Contains(name))
            {
                errors.NotFound($"{path}.name", name);
            }

            if (mountPath.Length == 0)
            {
                errors.Required($"{path}.mountPath");
            }

            if (!paths.Add(mountPath))
            {
                errors.Invalid($"{path}.mountPath", mountPath, "must be unique");
            }
        }
    }

    /// <summary>An emptyDir is looked at first.</summary>
    private static void CheckSource(string field, JsonElement volume, FieldErrors errors)
    {
        string[] sources =
        [
            .. volume.EnumerateObject().Where(member => member.Name != "name" && member.Value.ValueKind != JsonValueKind.Null)
                .Select(member => member.Name).OrderBy(name => name != "emptyDir"),
        ];
        if (sources.Length == 0)
        {
            errors.Required(field, "must specify a volume type");
        }

        foreach (string source in sources.Skip(1))
        {
            errors.Forbidden($"{field}.{source}", "may not specify more than 1 volume type");
        }
    }
}
