namespace BatchJobs.Testing.Simulation;

/// <summary>How scenarios are simulated.</summary>
public sealed record JobSimulatorOptions
{
    /// <summary>How long reports about pods are gathered before a Job is looked at.</summary>
    /// <value>1 s, as in Kubernetes.</value>
    public TimeSpan PodReportBatchPeriod { get; init; } = TimeSpan.FromSeconds(1);
}
