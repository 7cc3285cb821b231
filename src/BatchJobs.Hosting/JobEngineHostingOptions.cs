namespace BatchJobs.Hosting;

/// <summary>How an engine starts and stops with its host.</summary>
public sealed class JobEngineHostingOptions
{
    /// <summary>How long pods may take to stop when the host does, within their own grace periods; then they are ended by force.</summary>
    /// <value>25 s, which leaves 5 of the 30 s a host takes by default.</value>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>Whether the host starts only if the executor answers.</summary>
    /// <value>true.</value>
    public bool RequireExecutor { get; set; } = true;
}
