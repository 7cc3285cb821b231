namespace BatchJobs.Client;

/// <summary>What was decided for a Job, and what it is waiting for.</summary>
/// <param name="Decisions">The latest decisions, oldest first.</param>
/// <param name="WaitingFor">What has to happen next, in a sentence.</param>
/// <param name="NextInstant">When time alone will change something; null if it can't.</param>
public sealed record JobExplanation(IReadOnlyList<JobDecision> Decisions, string WaitingFor, DateTimeOffset? NextInstant)
{
    /// <summary>How many failed pods each rule of <c>spec.podFailurePolicy</c> has decided about, in the order of the rules.</summary>
    /// <value>Empty if the Job has no such policy, or if nobody counts, as a cluster's own controller.</value>
    public IReadOnlyList<int> PodFailurePolicyHits { get => field ?? []; init; } = [];
}

/// <summary>A decision and its reason.</summary>
/// <param name="Time">When it was taken.</param>
/// <param name="Action">What was decided: <c>StartPod</c>, <c>StopPod</c>, <c>RetryLater</c>, <c>Fail</c>, <c>Complete</c>, ...</param>
/// <param name="Rule">The rule that decided, such as <c>backoffLimit</c>.</param>
/// <param name="Pod">The name of the pod concerned, if any.</param>
/// <param name="Index">The completion index concerned, if any.</param>
/// <param name="Count">What was counted against the budget, if anything.</param>
/// <param name="Budget">The budget, if the rule has one.</param>
/// <param name="Next">When the decision takes effect or is looked at again, if later.</param>
/// <param name="Message">All of it in a sentence.</param>
public sealed record JobDecision(
    DateTimeOffset Time,
    string Action,
    string Rule,
    string? Pod,
    int? Index,
    long? Count,
    long? Budget,
    DateTimeOffset? Next,
    string Message);
