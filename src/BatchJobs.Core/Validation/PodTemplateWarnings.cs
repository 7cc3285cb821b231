using System.Text.Json;
using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>What is allowed in a pod template and may still surprise.</summary>
internal static class PodTemplateWarnings
{
    public static IEnumerable<string> For(string field, PodTemplateSpec template)
    {
        PodSpec spec = template.Spec;
        foreach (string warning in ForSecrets($"{field}.spec.imagePullSecrets", spec.ImagePullSecrets))
        {
            yield return warning;
        }

        foreach (string warning in ForContainers($"{field}.spec.initContainers", spec.InitContainers).Concat(ForContainers($"{field}.spec.containers", spec.Containers)))
        {
            yield return warning;
        }

        if (spec.TerminationGracePeriodSeconds < 0)
        {
            yield return $"{field}.spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1";
        }
    }

    private static IEnumerable<string> ForSecrets(string field, JsonElement? secrets) => secrets is not { ValueKind: JsonValueKind.Array } list
        ? []
        : list.EnumerateArray().Index()
            .Where(secret => !secret.Item.TryGetProperty("name", out JsonElement name) || name.GetString() == "")
            .Select(secret => $"{field}[{secret.Index}].name: invalid empty name \"\"");

    private static IEnumerable<string> ForContainers(string field, IReadOnlyList<Container>? containers) =>
        (containers ?? []).Index().SelectMany(container => ForEnv($"{field}[{container.Index}].env", container.Item.Env ?? []));

    /// <summary>A variable may be defined again only in terms of its former value.</summary>
    private static IEnumerable<string> ForEnv(string field, IReadOnlyList<EnvVar> variables)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int index = 0; index < variables.Count; index++)
        {
            string name = variables[index].Name ?? "";
            string reference = $"$({name})";
            string value = variables[index].Value ?? "";
            if (!seen.Add(name) && (variables[index].ValueFrom is not null || value == reference || !value.Contains(reference, StringComparison.Ordinal)))
            {
                yield return $"{field}[{index}]: hides previous definition of {GoText.Quote(name)}, which may be dropped when using apply";
            }
        }
    }
}
