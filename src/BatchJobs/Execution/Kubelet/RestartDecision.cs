using BatchJobs.Specs;

namespace BatchJobs.Execution.Kubelet;

/// <summary>What follows the end of a container.</summary>
internal enum RestartVerdict
{
    /// <summary>It stays ended.</summary>
    Stay,

    /// <summary>It is started again in place.</summary>
    Restart,

    /// <summary>All containers of the pod are started again, init containers first.</summary>
    RestartAll,
}

/// <summary>Whether a container that ended is started again in place.</summary>
internal static class RestartDecision
{
    private const string RestartAllContainers = "RestartAllContainers";

    /// <summary>Whether an init container is a sidecar: it runs beside the others and always starts again.</summary>
    internal static bool IsSidecar(Container initContainer) => initContainer.RestartPolicy == RestartPolicy.Always;

    /// <summary>Answers for a pod that is not ending.</summary>
    /// <param name="podPolicy">The policy of the pod.</param>
    /// <param name="container">The container; its own policy and rules go first.</param>
    /// <param name="exitCode">How it ended.</param>
    internal static RestartVerdict Decide(RestartPolicy? podPolicy, Container container, int exitCode)
    {
        if (container.RestartPolicy is not { } own) return Follows(podPolicy, exitCode);
        if (container.RestartPolicyRules?.FirstOrDefault(rule => Matches(rule.ExitCodes, exitCode)) is not { } rule) return Follows(own, exitCode);
        return rule.Action == RestartAllContainers ? RestartVerdict.RestartAll : RestartVerdict.Restart;
    }

    internal static bool ShouldRestart(RestartPolicy? podPolicy, Container container, int exitCode) =>
        Decide(podPolicy, container, exitCode) != RestartVerdict.Stay;

    private static RestartVerdict Follows(RestartPolicy? policy, int exitCode) =>
        policy == RestartPolicy.Always || (policy == RestartPolicy.OnFailure && exitCode != 0) ? RestartVerdict.Restart : RestartVerdict.Stay;

    private static bool Matches(ContainerRestartRuleOnExitCodes? rule, int exitCode)
    {
        if (rule is null) return false;
        var listed = rule.Values?.Contains(exitCode) == true;
        return rule.Operator == ExitCodeOperator.NotIn ? !listed : listed;
    }
}
