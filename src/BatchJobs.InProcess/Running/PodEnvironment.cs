using BatchJobs.Execution;
using BatchJobs.Specs;

namespace BatchJobs.InProcess.Running;

/// <summary>The environment variables of a container.</summary>
/// <remarks>Kubernetes: <c>makeEnvironmentVariables</c> without expansion, config maps and secrets.</remarks>
internal static class PodEnvironment
{
    private const string Labels = "metadata.labels['";
    private const string Annotations = "metadata.annotations['";

    public static IReadOnlyDictionary<string, string> Of(PodStartRequest pod)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (EnvVar variable in pod.Template.Containers?[0].Env ?? [])
        {
            variables[variable.Name ?? ""] = !string.IsNullOrEmpty(variable.Value)
                ? variable.Value
                : Field(pod, variable.ValueFrom?.FieldRef?.FieldPath) ?? "";
        }

        return variables;
    }

    private static string? Field(PodStartRequest pod, string? path) => path switch
    {
        "metadata.name" => pod.Name,
        "metadata.namespace" => pod.Job.Namespace,
        "metadata.uid" => pod.Uid.ToString(),
        not null when path.StartsWith(Labels, StringComparison.Ordinal) => Entry(pod.Labels, path[Labels.Length..]),
        not null when path.StartsWith(Annotations, StringComparison.Ordinal) => Entry(pod.Annotations, path[Annotations.Length..]),
        _ => null,
    };

    private static string? Entry(IReadOnlyDictionary<string, string> map, string rest) =>
        rest.EndsWith("']", StringComparison.Ordinal) ? map.GetValueOrDefault(rest[..^2]) : null;
}
