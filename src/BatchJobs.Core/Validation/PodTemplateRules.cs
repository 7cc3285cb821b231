using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>What a pod template must be like.</summary>
internal static class PodTemplateRules
{
    private static readonly string[] DnsPolicies = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];
    private static readonly string[] PreemptionPolicies = ["PreemptLowerPriority", "Never"];

    private static readonly string[] OperatingSystems = ["linux", "windows"];

    public static void Check(string field, PodTemplateSpec template, FieldErrors errors)
    {
        MetadataRules.CheckLabels($"{field}.labels", template.Metadata?.Labels, errors);
        MetadataRules.CheckAnnotations($"{field}.annotations", template.Metadata?.Annotations, errors);
        CheckSpec($"{field}.spec", template.Spec, errors);
        if (template.Spec.EphemeralContainers.Items().Count > 0)
        {
            errors.Forbidden($"{field}.spec.ephemeralContainers", "ephemeral containers not allowed in pod template");
        }
    }

    private static void CheckSpec(string field, PodSpec spec, FieldErrors errors)
    {
        if (spec.TerminationGracePeriodSeconds is null)
        {
            errors.Required($"{field}.terminationGracePeriodSeconds");
        }

        VolumeRules.Check($"{field}.volumes", spec.Volumes, errors);
        ContainerRules.Check(field, spec, errors);
        if (spec.HostNetwork == true)
        {
            foreach ((int index, Container container) in (spec.Containers ?? []).Index())
            {
                PortRules.CheckHostNetwork($"{field}.containers[{index}].ports", container.Ports, errors);
            }
        }

        CheckWord($"{field}.restartPolicy", spec.RestartPolicy?.Value, ["Always", "OnFailure", "Never"], errors);
        CheckWord($"{field}.dnsPolicy", spec.DnsPolicy, DnsPolicies, errors);
        MetadataRules.CheckLabels($"{field}.nodeSelector", spec.NodeSelector, errors);
        SecurityContextRules.CheckPod($"{field}.securityContext", spec.SecurityContext, errors);
        PlacementRules.CheckAffinity($"{field}.affinity", spec.Affinity, errors);
        if (spec is { DnsPolicy: "None", DnsConfig: null })
        {
            errors.Required($"{field}.dnsConfig", "must provide `dnsConfig` when `dnsPolicy` is None");
        }

        TolerationRules.CheckGates($"{field}.schedulingGates", spec.SchedulingGates, errors);
        PlacementRules.CheckSpread($"{field}.topologySpreadConstraints", spec.TopologySpreadConstraints, errors);
        CheckName($"{field}.serviceAccountName", spec.ServiceAccountName, NameRules.DnsSubdomain, errors);
        CheckName($"{field}.nodeName", spec.NodeName, NameRules.DnsSubdomain, errors);
        if (spec.ActiveDeadlineSeconds is < 1 or > int.MaxValue)
        {
            errors.Invalid($"{field}.activeDeadlineSeconds", spec.ActiveDeadlineSeconds, "must be between 1 and 2147483647, inclusive");
        }

        CheckName($"{field}.hostname", spec.Hostname, NameRules.DnsLabel, errors);
        CheckName($"{field}.subdomain", spec.Subdomain, NameRules.DnsLabel, errors);
        TolerationRules.Check($"{field}.tolerations", spec.Tolerations, errors);
        CheckName($"{field}.priorityClassName", spec.PriorityClassName, NameRules.DnsSubdomain, errors);
        CheckName($"{field}.runtimeClassName", spec.RuntimeClassName, NameRules.DnsSubdomain, errors);
        if (spec.PreemptionPolicy is not null)
        {
            CheckWord($"{field}.preemptionPolicy", spec.PreemptionPolicy, PreemptionPolicies, errors);
        }

        if (spec.OS is { } system)
        {
            CheckWord($"{field}.os", system.Text("name"), OperatingSystems, errors);
        }
    }

    internal static void CheckWord(string field, string? word, string[] supported, FieldErrors errors)
    {
        if (string.IsNullOrEmpty(word))
        {
            errors.Required(field);
        }
        else if (!supported.Contains(word))
        {
            errors.NotSupported(field, word, supported);
        }
    }

    private static void CheckName(string field, string? name, Func<string, IEnumerable<string>> rule, FieldErrors errors)
    {
        if (!string.IsNullOrEmpty(name))
        {
            errors.EachInvalid(field, name, rule(name));
        }
    }
}
