using BatchJobs.Testing.Scenarios;

namespace BatchJobs.Testing.Simulation;

/// <summary>Answers what a Job or CronJob would do if its pods behaved as a scenario says: the real engine, under virtual time.</summary>
public static class JobSimulator
{
    /// <summary>Simulates a scenario; hours of it take milliseconds.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="options">How it is simulated.</param>
    /// <param name="cancellationToken">Ends the simulation.</param>
    /// <returns>What happened; the same each time.</returns>
    /// <exception cref="Validation.InvalidObjectException">The Job or CronJob is not valid.</exception>
    /// <exception cref="ArgumentException">The scenario is not about either a Job or a CronJob.</exception>
    public static async Task<SimulationResult> RunAsync(
        Scenario scenario,
        JobSimulatorOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var run = new ScenarioRun(scenario, options ?? new JobSimulatorOptions());
        await using (run.ConfigureAwait(false))
            return await run.RunAsync(cancellationToken).ConfigureAwait(false);
    }
}
