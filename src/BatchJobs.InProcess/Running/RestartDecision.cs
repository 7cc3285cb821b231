using BatchJobs.Specs;

namespace BatchJobs.InProcess.Running;

/// <summary>Whether a body that ended is called again in the same pod.</summary>
/// <remarks>Kubernetes: <c>ContainerShouldRestart</c>.</remarks>
internal static class RestartDecision
{
    public static bool Holds(PodSpec pod, Container container, int exitCode) => container.RestartPolicy is { } own
        ? container.RestartPolicyRules?.Any(rule => Matches(rule.ExitCodes, exitCode)) == true || Follows(own, exitCode)
        : Follows(pod.RestartPolicy, exitCode);

    private static bool Follows(RestartPolicy? policy, int exitCode) =>
        policy == RestartPolicy.Always || (policy == RestartPolicy.OnFailure && exitCode != 0);

    private static bool Matches(ContainerRestartRuleOnExitCodes? rule, int exitCode) =>
        rule is not null && (rule.Values?.Contains(exitCode) == true) == (rule.Operator != ExitCodeOperator.NotIn);
}
