namespace BatchJobs.Execution;

/// <summary>What an executor can do beyond starting and stopping pods.</summary>
public sealed record PodExecutorCapabilities
{
    /// <summary>Whether it keeps the output of pods; it then is an <see cref="IPodLogSource"/>.</summary>
    public bool Logs { get; init; }

    /// <summary>Whether it restarts containers in place (restartPolicy OnFailure).</summary>
    public bool InPlaceRestarts { get; init; }

    /// <summary>Whether it reports readiness apart from running.</summary>
    public bool Readiness { get; init; }

    /// <summary>Whether its pods go on while the engine is down.</summary>
    public bool SurvivesEngineRestart { get; init; }
}
