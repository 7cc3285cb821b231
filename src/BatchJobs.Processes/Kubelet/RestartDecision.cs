using BatchJobs.Specs;

namespace BatchJobs.Processes.Kubelet;

/// <summary>Whether a container that ended is started again in place.</summary>
internal static class RestartDecision
{
    /// <summary>Whether an init container is a sidecar: it runs beside the others and always starts again.</summary>
    internal static bool IsSidecar(Container initContainer) => initContainer.RestartPolicy == RestartPolicy.Always;

    /// <summary>Answers for a pod that is not ending.</summary>
    /// <param name="podPolicy">The policy of the pod.</param>
    /// <param name="container">The container; its own policy and rules go first.</param>
    /// <param name="exitCode">How it ended.</param>
    internal static bool ShouldRestart(RestartPolicy? podPolicy, Container container, int exitCode)
    {
        if (container.RestartPolicy is not { } own) return Follows(podPolicy, exitCode);
        return container.RestartPolicyRules?.Any(rule => Matches(rule.ExitCodes, exitCode)) == true || Follows(own, exitCode);
    }

    private static bool Follows(RestartPolicy? policy, int exitCode) =>
        policy == RestartPolicy.Always || (policy == RestartPolicy.OnFailure && exitCode != 0);

    private static bool Matches(ContainerRestartRuleOnExitCodes? rule, int exitCode)
    {
        if (rule is null) return false;
        var listed = rule.Values?.Contains(exitCode) == true;
        return rule.Operator == ExitCodeOperator.NotIn ? !listed : listed;
    }
}
