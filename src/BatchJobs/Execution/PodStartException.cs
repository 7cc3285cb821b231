namespace BatchJobs.Execution;

/// <summary>An executor can't or won't accept a pod; nothing of the pod exists.</summary>
/// <param name="reason">Why, in one word, as in an event.</param>
/// <param name="message">Why, in a sentence.</param>
/// <param name="innerException">What went wrong underneath.</param>
public sealed class PodStartException(string reason, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Why, in one word, as in an event.</summary>
    public string Reason { get; } = reason;
}
