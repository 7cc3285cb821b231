namespace BatchJobs.Manifests;

/// <summary>The kinds of objects a manifest can hold.</summary>
public enum ManifestKind
{
    /// <summary>A Job.</summary>
    Job,

    /// <summary>A CronJob.</summary>
    CronJob,
}

/// <summary>How manifests are read.</summary>
public sealed record ManifestReaderOptions
{
    /// <summary>The kind that is expected; another one is an error, a manifest without a kind is of this one.</summary>
    /// <value>Absent: Job or CronJob, as the manifest says; Job when it does not say.</value>
    public ManifestKind? ExpectedKind { get; init; }

    /// <summary>Whether unknown and repeated fields are errors.</summary>
    /// <value>true.</value>
    /// <remarks>Kubernetes: <c>fieldValidation=Strict</c>; false is <c>Ignore</c>.</remarks>
    public bool Strict { get; init; } = true;

    /// <summary>The longest text that is read, in bytes.</summary>
    /// <value>4 MiB.</value>
    public int MaxBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>How deep lists and objects may be nested.</summary>
    /// <value>200.</value>
    public int MaxDepth { get; init; } = 200;
}
