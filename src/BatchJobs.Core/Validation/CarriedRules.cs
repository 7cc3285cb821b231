using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BatchJobs.Manifests;
using BatchJobs.Manifests.Schema;
using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>Whether what a program carries as JSON in a pod has the fields and types it would need in a manifest.</summary>
/// <remarks>Asked before anything else looks at it, so that nothing else has to expect anything there but what the API knows.</remarks>
internal static class CarriedRules
{
    private static readonly CarriedParts<PodSpec> PodParts = new(SpecJson.Default.PodSpec, ApiSchema.PodSpec);

    private static readonly CarriedParts<Container> ContainerParts = new(SpecJson.Default.Container, ApiSchema.Container);

    private static readonly CarriedParts<EnvVarSource> SourceParts = new(SpecJson.Default.EnvVarSource, ApiSchema.EnvVarSource);

    /// <param name="whole">The object that has the pod.</param>
    /// <param name="type">What it is in the API.</param>
    /// <param name="json">What it is in JSON.</param>
    /// <param name="field">Where its pod is; nothing else of it carries JSON.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="errors">What is wrong.</param>
    public static void Check<T>(T whole, ApiType type, JsonTypeInfo<T> json, string field, PodSpec pod, FieldErrors errors)
    {
        if (Fits(pod))
        {
            return;
        }

        try
        {
            Tell(JsonManifestParser.Parse(JsonSerializer.SerializeToUtf8Bytes(whole, json), int.MaxValue), type, errors);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // An element of nothing, or half a character.
            errors.InvalidValue(field, null, $"has JSON that can't be read: {(error.InnerException ?? error).Message}");
        }
    }

    private static void Tell(ManifestNode whole, ApiType type, FieldErrors errors)
    {
        var checker = new ManifestChecker(type);
        checker.Check(whole);
        foreach (ManifestError error in checker.TypeErrors.Concat(checker.StrictErrors))
        {
            string field = error.Field!;
            string problem = error.PlainMessage.StartsWith($"{field}: ", StringComparison.Ordinal) ? error.PlainMessage[(field.Length + 2)..] : error.PlainMessage;
            errors.InvalidValue(field, null, problem, error.Suggestion);
        }

        CheckItems("", whole, errors);
    }

    private static void CheckItems(string path, ManifestNode node, FieldErrors errors)
    {
        foreach (ManifestMember member in node.Members)
        {
            CheckItems(path.Length == 0 ? member.Name : $"{path}.{member.Name}", member.Value, errors);
        }

        for (int index = 0; index < node.Items.Count; index++)
        {
            string field = $"{path}[{index.ToString(CultureInfo.InvariantCulture)}]";
            if (node.Items[index].Kind == ManifestNodeKind.Null)
            {
                errors.Required(field, NullRules.Detail);
            }
            else
            {
                CheckItems(field, node.Items[index], errors);
            }
        }
    }

    private static bool Fits(PodSpec pod) => PodParts.Fit(pod) && (pod.InitContainers ?? []).All(Fits) && (pod.Containers ?? []).All(Fits);

    private static bool Fits(Container container) =>
        ContainerParts.Fit(container) && (container.Env ?? []).All(variable => variable.ValueFrom is not { } source || SourceParts.Fit(source));
}
