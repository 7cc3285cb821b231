using System.Text.Json;
using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>What the API server fills into a pod template.</summary>
internal static class PodDefaults
{
    private static readonly JsonElement EmptyObject = JsonElement.Parse("{}");

    public static PodTemplateSpec Apply(PodTemplateSpec template) => template with { Spec = Apply(template.Spec) };

    private static PodSpec Apply(PodSpec spec)
    {
        string? serviceAccount = OrNull(spec.ServiceAccountName) ?? OrNull(spec.ServiceAccount);
        return spec with
        {
            DnsPolicy = OrNull(spec.DnsPolicy) ?? "ClusterFirst",
            RestartPolicy = string.IsNullOrEmpty(spec.RestartPolicy?.Value) ? RestartPolicy.Always : spec.RestartPolicy,
            SecurityContext = spec.SecurityContext ?? EmptyObject,
            TerminationGracePeriodSeconds = spec.TerminationGracePeriodSeconds ?? JobDefaults.TerminationGracePeriodSeconds,
            SchedulerName = OrNull(spec.SchedulerName) ?? "default-scheduler",
            ServiceAccountName = serviceAccount,
            ServiceAccount = serviceAccount,
            InitContainers = Apply(spec.InitContainers),
            Containers = Apply(spec.Containers),
            Resources = AmountDefaults.ApplyToResources(spec.Resources),
            Overhead = AmountDefaults.Apply(spec.Overhead),
        };
    }

    private static IReadOnlyList<Container>? Apply(IReadOnlyList<Container>? containers) => containers is null ? null : [.. containers.Select(container => CarriedDefaults.Apply(Apply(container)))];

    private static Container Apply(Container container) => container with
    {
        ImagePullPolicy = OrNull(container.ImagePullPolicy) ?? (ImageReference.Tag(container.Image ?? "") == "latest" ? "Always" : "IfNotPresent"),
        TerminationMessagePath = OrNull(container.TerminationMessagePath) ?? "/dev/termination-log",
        TerminationMessagePolicy = OrNull(container.TerminationMessagePolicy) ?? "File",
        Env = container.Env is null ? null : [.. container.Env.Select(Apply)],
    };

    private static EnvVar Apply(EnvVar variable) => variable.ValueFrom?.FieldRef is { ApiVersion: null or "" } fieldRef
        ? variable with { ValueFrom = variable.ValueFrom with { FieldRef = fieldRef with { ApiVersion = "v1" } } }
        : variable;

    private static string? OrNull(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
