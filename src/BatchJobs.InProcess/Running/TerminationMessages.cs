using BatchJobs.Pods;

namespace BatchJobs.InProcess.Running;

/// <summary>What is said of the end of a body: its own words, else those of its exception.</summary>
/// <remarks>Kubernetes: the termination message, at most 4096 bytes; here characters.</remarks>
internal static class TerminationMessages
{
    private const int Limit = 4096;

    public static ContainerTermination End(AttemptOutcome outcome, string? ownWords, PodStatus status, DateTimeOffset now)
    {
        return new ContainerTermination(
            outcome.ExitCode,
            now,
            outcome.Reason,
            Choose(outcome, ownWords),
            StartedAt: status.ContainerStatuses[0].Running?.StartedAt);
    }

    public static string? Choose(AttemptOutcome outcome, string? ownWords)
    {
        string? message = string.IsNullOrEmpty(ownWords) ? outcome.Message : ownWords;
        return message?.Length > Limit ? message[..(char.IsHighSurrogate(message[Limit - 1]) ? Limit - 1 : Limit)] : message;
    }
}
