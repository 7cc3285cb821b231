namespace BatchJobs.Conformance.Tests.Vectors;

/// <summary>Pod fields that the library carries to where they matter without looking into them: what a server says about them is not asked for.</summary>
internal static class CarriedPodFields
{
    public static IReadOnlySet<string> All { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "affinity",
        "containers[].envFrom",
        "containers[].lifecycle",
        "containers[].livenessProbe",
        "containers[].ports",
        "containers[].securityContext",
        "containers[].volumeMounts",
        "imagePullSecrets",
        "os",
        "schedulingGates",
        "securityContext",
        "tolerations",
        "topologySpreadConstraints",
        "volumes",
    };

    public static bool Uses(Vector vector) => vector.PodFields.Any(All.Contains);
}
