using System.Text.Json;
using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>What the containers of a pod must be like.</summary>
internal static class ContainerRules
{
    private static readonly string[] MessagePolicies = ["File", "FallbackToLogsOnError"];
    private static readonly string[] PullPolicies = ["Always", "IfNotPresent", "Never"];

    public static void Check(string field, PodSpec spec, FieldErrors errors)
    {
        bool never = spec.RestartPolicy == RestartPolicy.Never;
        var names = new HashSet<string>(StringComparer.Ordinal);
        IReadOnlyList<Container> containers = spec.Containers ?? [];
        if (containers.Count == 0)
        {
            errors.Required($"{field}.containers");
        }

        for (int index = 0; index < containers.Count; index++)
        {
            string path = $"{field}.containers[{index}]";
            CheckCommon(path, containers[index], never, errors);
            CheckUnique(path, containers[index], names, errors);
            ContainerRestartRules.Check(path, containers[index], errors);
        }

        IReadOnlyList<Container> initContainers = spec.InitContainers ?? [];
        for (int index = 0; index < initContainers.Count; index++)
        {
            string path = $"{field}.initContainers[{index}]";
            CheckCommon(path, initContainers[index], never, errors);
            ContainerRestartRules.Check(path, initContainers[index], errors);
            CheckUnique(path, initContainers[index], names, errors);
            if (initContainers[index].RestartPolicy != RestartPolicy.Always)
            {
                CheckRunsOnce(path, initContainers[index], errors);
            }
        }
    }

    private static void CheckCommon(string field, Container container, bool never, FieldErrors errors)
    {
        if (string.IsNullOrEmpty(container.Name))
        {
            errors.Required($"{field}.name");
        }
        else
        {
            errors.EachInvalid($"{field}.name", container.Name, NameRules.DnsLabel(container.Name));
        }

        if (string.IsNullOrEmpty(container.Image))
        {
            errors.Required($"{field}.image");
        }

        PodTemplateRules.CheckWord($"{field}.terminationMessagePolicy", container.TerminationMessagePolicy, MessagePolicies, errors);
        EnvRules.Check($"{field}.env", container.Env ?? [], errors);
        PodTemplateRules.CheckWord($"{field}.imagePullPolicy", container.ImagePullPolicy, PullPolicies, errors);
        ResourceRules.Check($"{field}.resources", container.Resources, errors);
        if (never && container.ResizePolicy is { ValueKind: JsonValueKind.Array } policies)
        {
            CheckResizePolicies($"{field}.resizePolicy", policies, errors);
        }
    }

    private static void CheckUnique(string field, Container container, HashSet<string> names, FieldErrors errors)
    {
        string name = container.Name ?? "";
        if (!names.Add(name))
        {
            errors.Duplicate($"{field}.name", GoText.Quote(name));
        }
    }

    private static void CheckRunsOnce(string field, Container container, FieldErrors errors)
    {
        (string Name, JsonElement? Value)[] forbidden =
        [
            ("lifecycle", container.Lifecycle),
            ("livenessProbe", container.LivenessProbe),
            ("readinessProbe", container.ReadinessProbe),
            ("startupProbe", container.StartupProbe),
        ];
        foreach ((string name, _) in forbidden.Where(part => part.Value is not null))
        {
            errors.Forbidden($"{field}.{name}", "may not be set for init containers without restartPolicy=Always");
        }
    }

    private static void CheckResizePolicies(string field, JsonElement policies, FieldErrors errors)
    {
        int index = 0;
        foreach (JsonElement policy in policies.EnumerateArray())
        {
            string word = policy.TryGetProperty("restartPolicy", out JsonElement value) ? value.GetString() ?? "" : "";
            if (word != "NotRequired")
            {
                errors.Invalid($"{field}[{index}]", word, "must be 'NotRequired' when pod `restartPolicy` is 'Never'");
            }

            index++;
        }
    }
}
