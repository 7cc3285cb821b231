namespace BatchJobs.Testing.Simulation;

/// <summary>How scenarios are simulated.</summary>
public sealed record JobSimulatorOptions
{
    /// <summary>How long reports about pods are gathered before a Job is looked at.</summary>
    /// <value>1 s, as in Kubernetes.</value>
    public TimeSpan PodReportBatchPeriod { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>From what names and delays are drawn; the same seed gives the same simulation.</summary>
    /// <value>0.</value>
    public int Seed { get; init; }

    /// <summary>How late pods do what their scripts say at the most, as on nodes that have other things to do.</summary>
    /// <value>Zero: never late.</value>
    public TimeSpan Latency { get; init; }
}
