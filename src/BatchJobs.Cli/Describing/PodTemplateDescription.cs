using BatchJobs.Specs;

namespace BatchJobs.Cli.Describing;

/// <summary>What the pods of a Job run.</summary>
internal static class PodTemplateDescription
{
    public static void Write(Description text, PodTemplateSpec template)
    {
        text.Field("Restart Policy", template.Spec.RestartPolicy?.ToString());
        text.Section("Containers", ["NAME", "IMAGE", "COMMAND"], (template.Spec.InitContainers ?? []).Concat(template.Spec.Containers ?? []).Select(Row));
    }

    private static string[] Row(Container container) =>
        [container.Name ?? "", container.Image ?? "", string.Join(' ', (container.Command ?? []).Concat(container.Args ?? []).Select(Quoted))];

    private static string Quoted(string word) =>
        word.Length > 0 && word.All(character => char.IsLetterOrDigit(character) || "-_./=:".Contains(character)) ? word : $"'{word.ReplaceLineEndings(" ")}'";
}
