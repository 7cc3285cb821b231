namespace BatchJobs.Specs;

/// <summary>How long a Job, or an index with a budget of its own, waits after a failed pod before the next one is started.</summary>
/// <remarks>Kubernetes: <c>DefaultJobPodFailureBackOff</c> and <c>MaxJobPodFailureBackOff</c>, which can't be set there. It delays retries and never counts them.</remarks>
public sealed record PodFailureBackoff
{
    /// <summary>The annotation of a Job that sets its own, such as <c>initial=1s,factor=2,max=1m,jitter=0.1</c> or <c>delays=1s/5s/30s</c>.</summary>
    public const string Annotation = "batchjobs/pod-failure-backoff";

    /// <summary>What Kubernetes does: 10 s, doubled by each failure in a row, 10 min at the most.</summary>
    public static PodFailureBackoff Kubernetes { get; } = new();

    /// <summary>No waiting at all.</summary>
    public static PodFailureBackoff None { get; } = new() { Initial = TimeSpan.Zero };

    /// <summary>The delay after the first failure.</summary>
    /// <value>10 s.</value>
    public TimeSpan Initial { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>By how much each further failure in a row multiplies the delay; at least 1.</summary>
    /// <value>2.</value>
    public double Factor { get; init; } = 2;

    /// <summary>The longest delay, jitter aside.</summary>
    /// <value>10 min.</value>
    public TimeSpan Max { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The delays one by one, the last one for all further failures; null to reckon them from the other settings.</summary>
    /// <value>null.</value>
    public IReadOnlyList<TimeSpan>? Delays { get; init; }

    /// <summary>By which part of itself, at the most, a delay is made longer, so that Jobs that failed together do not come back together; from 0 to 1.</summary>
    /// <value>0.</value>
    /// <remarks>Chance is drawn from the uid of the Job, the index and the number of failures: a replay waits as long.</remarks>
    public double Jitter { get; init; }

    /// <summary>Reads what <see cref="ToString"/> writes; what is not named keeps its default.</summary>
    /// <param name="text">The text, such as <c>initial=1s,max=1m</c>.</param>
    /// <returns>The back-off.</returns>
    /// <exception cref="FormatException">The text can't be read, or a value is out of its range; the message says which.</exception>
    public static PodFailureBackoff Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return PodFailureBackoffText.Read(text);
    }

    /// <summary>The text an annotation holds.</summary>
    /// <returns>Such as <c>initial=10s,factor=2,max=600s</c>.</returns>
    public override string ToString() => PodFailureBackoffText.Write(this);

    /// <summary>Whether both wait alike.</summary>
    /// <param name="other">The other one.</param>
    /// <returns>Whether they do.</returns>
    public bool Equals(PodFailureBackoff? other) =>
        other is not null
        && (Initial, Factor, Max, Jitter) == (other.Initial, other.Factor, other.Max, other.Jitter)
        && (Delays is null ? other.Delays is null : other.Delays is not null && Delays.SequenceEqual(other.Delays));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Initial, Factor, Max, Jitter, Delays?.Count);

    /// <summary>Whether every delay is zero.</summary>
    internal bool NeverWaits => Delays is { } delays ? delays.All(delay => delay == TimeSpan.Zero) : Initial == TimeSpan.Zero;

    /// <summary>What is wrong with a setting; null when nothing is.</summary>
    internal string? FindError() => this switch
    {
        { Delays.Count: 0 } => "delays must not be empty",
        { Delays: { } delays } when delays.Any(delay => delay < TimeSpan.Zero) => "delays must not be negative",
        { Initial.Ticks: < 0 } => "initial must not be negative",
        { Factor: not (>= 1 and <= double.MaxValue) } => "factor must be at least 1",
        { Max.Ticks: < 0 } => "max must not be negative",
        { Jitter: not (>= 0 and <= 1) } => "jitter must be from 0 to 1",
        _ => null,
    };
}
