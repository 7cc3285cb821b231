using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Running;

/// <summary>An end that was decided for a pod from outside its containers: the pod fails, whatever its exit codes.</summary>
/// <param name="Reason">Why, in one word.</param>
/// <param name="Message">Why, in a sentence.</param>
/// <param name="Disruption">What to report as condition <c>DisruptionTarget</c>, or null.</param>
internal sealed record PodEnding(string Reason, string Message, PodCondition? Disruption = null)
{
    /// <summary>Whether it counts as a request from outside, which <c>deletionTimestamp</c> shows; a deadline is the pod's own.</summary>
    internal bool IsDeletion => Disruption is not null;

    internal static PodEnding DeadlineExceeded { get; } =
        new("DeadlineExceeded", "Pod was active on the node longer than the specified deadline");

    /// <summary>The pod asks for something processes can't have.</summary>
    internal static PodEnding Unsupported(IEnumerable<string> fields) =>
        new("UnsupportedFields", $"Pods that run as processes can't have: {string.Join(", ", fields)}");

    /// <summary>The application died, and with it what is known of the pod.</summary>
    internal static PodEnding Lost { get; } = Disrupted("Lost", "PodLost", "The pod was lost when the application that ran it ended unexpectedly.");

    /// <summary>The executor closes, which is to its pods what the shutdown of a node is.</summary>
    internal static PodEnding Shutdown { get; } =
        Disrupted("Terminated", "TerminationByKubelet", "Pod was terminated in response to imminent node shutdown.");

    private static PodEnding Disrupted(string reason, string why, string message) =>
        new(reason, message, new PodCondition(PodConditionTypes.DisruptionTarget, ConditionStatus.True, why, message));
}
