namespace BatchJobs.Specs;

/// <summary>Jobs on a schedule.</summary>
/// <remarks>Kubernetes: <c>batch/v1 CronJob</c>.</remarks>
public sealed record CronJob
{
    /// <summary>The annotation of a CronJob that says how many missed runs are made up for, in order; from 1 to 1000.</summary>
    /// <remarks>Without it the latest one is, as in Kubernetes. A cluster does not heed it.</remarks>
    public const string CatchUpAnnotation = "batchjobs/catch-up";

    /// <summary>The version of the API the object is written in.</summary>
    /// <value><c>batch/v1</c> once defaulted.</value>
    public string? ApiVersion { get; init; }

    /// <summary>The kind of the object.</summary>
    /// <value><c>CronJob</c> once defaulted.</value>
    public string? Kind { get; init; }

    /// <summary>Name, labels and identity.</summary>
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is asked for.</summary>
    public CronJobSpec Spec { get; init; } = CronJobSpec.Empty;

    /// <summary>What is known about its runs; ignored on input.</summary>
    public CronJobStatus? Status { get; init; }
}

/// <summary>What a user asks of a CronJob.</summary>
/// <remarks>Kubernetes: <c>CronJobSpec</c>.</remarks>
public sealed record CronJobSpec
{
    /// <summary>What an object has that says nothing of this; shared, since nobody can change it.</summary>
    internal static readonly CronJobSpec Empty = new();

    /// <summary>When Jobs are started, as five cron fields, a descriptor or <c>@every DURATION</c>.</summary>
    public string? Schedule { get; init; }

    /// <summary>The IANA name of the zone of the schedule (KEP-3140).</summary>
    /// <value>Absent: the zone of the engine.</value>
    public string? TimeZone { get; init; }

    /// <summary>Seconds a run may be late before it is given up.</summary>
    public long? StartingDeadlineSeconds { get; init; }

    /// <summary>What happens when an earlier run still goes on.</summary>
    /// <value><see cref="Specs.ConcurrencyPolicy.Allow"/>.</value>
    public ConcurrencyPolicy? ConcurrencyPolicy { get; init; }

    /// <summary>Whether no further runs are started.</summary>
    /// <value>false.</value>
    public bool? Suspend { get; init; }

    /// <summary>The Job of each run.</summary>
    public JobTemplateSpec JobTemplate { get; init; } = JobTemplateSpec.Empty;

    /// <summary>How many completed Jobs are kept.</summary>
    /// <value>3.</value>
    public int? SuccessfulJobsHistoryLimit { get; init; }

    /// <summary>How many failed Jobs are kept.</summary>
    /// <value>1.</value>
    public int? FailedJobsHistoryLimit { get; init; }
}

/// <summary>The Job of each run of a CronJob.</summary>
/// <remarks>Kubernetes: <c>JobTemplateSpec</c>.</remarks>
public sealed record JobTemplateSpec
{
    /// <summary>What an object has that says nothing of this; shared, since nobody can change it.</summary>
    internal static readonly JobTemplateSpec Empty = new();

    /// <summary>Labels and annotations of the Jobs.</summary>
    public ObjectMeta? Metadata { get; init; }

    /// <summary>The spec of the Jobs.</summary>
    public JobSpec Spec { get; init; } = JobSpec.Empty;
}

/// <summary>What is known about the runs of a CronJob.</summary>
/// <remarks>Kubernetes: <c>CronJobStatus</c>.</remarks>
public sealed record CronJobStatus
{
    /// <summary>The Jobs that still run.</summary>
    public IReadOnlyList<ObjectReference>? Active { get; init; }

    /// <summary>The scheduled time of the latest run.</summary>
    public DateTimeOffset? LastScheduleTime { get; init; }

    /// <summary>When a run last completed.</summary>
    public DateTimeOffset? LastSuccessfulTime { get; init; }
}

/// <summary>A pointer to an object.</summary>
/// <remarks>Kubernetes: <c>core/v1 ObjectReference</c>.</remarks>
public sealed record ObjectReference
{
    /// <summary>The kind of the object.</summary>
    public string? Kind { get; init; }

    /// <summary>The namespace of the object.</summary>
    public string? Namespace { get; init; }

    /// <summary>The name of the object.</summary>
    public string? Name { get; init; }

    /// <summary>The identity of the object.</summary>
    public string? Uid { get; init; }

    /// <summary>The API version of the object.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>The version of the object.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>A part of the object.</summary>
    public string? FieldPath { get; init; }
}
