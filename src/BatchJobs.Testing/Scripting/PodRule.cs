using BatchJobs.Execution;

namespace BatchJobs.Testing.Scripting;

/// <summary>Gives a script to the pods that match; the first rule of a list that matches is taken.</summary>
/// <param name="Match">Which pods.</param>
/// <param name="Script">What they do.</param>
public sealed record PodRule(PodMatch Match, PodScript Script)
{
    /// <summary>A rule for every pod.</summary>
    /// <param name="script">What they do.</param>
    /// <returns>The rule.</returns>
    public static PodRule ForAll(PodScript script) => new(new PodMatch(), script);

    /// <summary>A rule for the pods of a completion index.</summary>
    /// <param name="index">The index.</param>
    /// <param name="script">What they do.</param>
    /// <returns>The rule.</returns>
    public static PodRule ForIndex(int index, PodScript script) => new(new PodMatch { Index = index }, script);

    /// <summary>A rule for one pod of a completion index.</summary>
    /// <param name="index">The index.</param>
    /// <param name="attempt">How many pods of the index came before it.</param>
    /// <param name="script">What it does.</param>
    /// <returns>The rule.</returns>
    public static PodRule ForAttempt(int index, int attempt, PodScript script) => new(new PodMatch { Index = index, Attempt = attempt }, script);

    /// <summary>A rule for the pods of an image.</summary>
    /// <param name="image">The image of the first container.</param>
    /// <param name="script">What they do.</param>
    /// <returns>The rule.</returns>
    public static PodRule ForImage(string image, PodScript script) => new(new PodMatch { Image = image }, script);

    /// <summary>A rule for one pod of a Job.</summary>
    /// <param name="ordinal">How many pods of the Job came before it.</param>
    /// <param name="script">What it does.</param>
    /// <returns>The rule.</returns>
    public static PodRule ForOrdinal(long ordinal, PodScript script) => new(new PodMatch { Ordinal = ordinal }, script);
}

/// <summary>Which pods a rule is for: those that agree in all members that are set.</summary>
public sealed record PodMatch
{
    /// <summary>The completion index.</summary>
    public int? Index { get; init; }

    /// <summary>How many pods of the same index, NonIndexed: of the Job, came before.</summary>
    public long? Attempt { get; init; }

    /// <summary>How many pods of the Job came before.</summary>
    public long? Ordinal { get; init; }

    /// <summary>How many Jobs came before the pod's Job.</summary>
    public int? Job { get; init; }

    /// <summary>The image of the first container.</summary>
    public string? Image { get; init; }

    internal bool Matches(PodStartRequest pod, long attempt, int job) =>
        (Index is null || Index == pod.Index)
        && (Attempt is null || Attempt == attempt)
        && (Ordinal is null || Ordinal == pod.Id.Ordinal)
        && (Job is null || Job == job)
        && (Image is null || Image == pod.Spec.Containers?[0].Image);
}
