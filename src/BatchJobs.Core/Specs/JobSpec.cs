namespace BatchJobs.Specs;

/// <summary>What a user asks of a Job; null means "not said".</summary>
/// <remarks>Kubernetes: <c>batch/v1 JobSpec</c>.</remarks>
public sealed record JobSpec
{
    /// <summary>What an object has that says nothing of this; shared, since nobody can change it.</summary>
    internal static readonly JobSpec Empty = new();

    /// <summary>How many pods run at once at the most.</summary>
    /// <value>1.</value>
    public int? Parallelism { get; init; }

    /// <summary>How many pods (Indexed: indexes) have to succeed; null for a work queue that ends with its first success.</summary>
    /// <value>1 when <see cref="Parallelism"/> is absent too, else absent.</value>
    public int? Completions { get; init; }

    /// <summary>Seconds the Job may be active before it fails with <c>DeadlineExceeded</c>.</summary>
    /// <value>Absent: no deadline.</value>
    public long? ActiveDeadlineSeconds { get; init; }

    /// <summary>Ordered rules on failed pods (KEP-3329).</summary>
    public PodFailurePolicy? PodFailurePolicy { get; init; }

    /// <summary>When an Indexed Job has succeeded before all indexes have (KEP-3998).</summary>
    public SuccessPolicy? SuccessPolicy { get; init; }

    /// <summary>How many failures are retried before the Job fails with <c>BackoffLimitExceeded</c>.</summary>
    /// <value>6; 2147483647 when <see cref="BackoffLimitPerIndex"/> is set.</value>
    public int? BackoffLimit { get; init; }

    /// <summary>How many failures of one index are retried before the index fails (KEP-3850).</summary>
    public int? BackoffLimitPerIndex { get; init; }

    /// <summary>How many indexes may fail before the Job fails with <c>MaxFailedIndexesExceeded</c> (KEP-3850).</summary>
    public int? MaxFailedIndexes { get; init; }

    /// <summary>Which pods belong to the Job.</summary>
    /// <value>Generated from the identity of the Job.</value>
    public LabelSelector? Selector { get; init; }

    /// <summary>Whether the user gives <see cref="Selector"/>.</summary>
    /// <value>false.</value>
    public bool? ManualSelector { get; init; }

    /// <summary>What each pod looks like.</summary>
    public PodTemplateSpec Template { get; init; } = PodTemplateSpec.Empty;

    /// <summary>Seconds a finished Job is kept (KEP-592).</summary>
    /// <value>Absent: kept until deleted.</value>
    public int? TtlSecondsAfterFinished { get; init; }

    /// <summary>Whether pods are told apart by a completion index (KEP-2214).</summary>
    /// <value><see cref="Specs.CompletionMode.NonIndexed"/>.</value>
    public CompletionMode? CompletionMode { get; init; }

    /// <summary>Whether the Job must have no pods for now (KEP-2232).</summary>
    /// <value>false.</value>
    public bool? Suspend { get; init; }

    /// <summary>When a replacement of a stopping pod may start (KEP-3939).</summary>
    /// <value><see cref="Specs.PodReplacementPolicy.Failed"/> when <see cref="PodFailurePolicy"/> is set, else <see cref="Specs.PodReplacementPolicy.TerminatingOrFailed"/>.</value>
    public PodReplacementPolicy? PodReplacementPolicy { get; init; }

    /// <summary>The controller in charge of the Job; a foreign one makes the engine leave the Job alone (KEP-4368).</summary>
    public string? ManagedBy { get; init; }
}
