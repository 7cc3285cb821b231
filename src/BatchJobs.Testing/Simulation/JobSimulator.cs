using BatchJobs.Testing.Scenarios;

namespace BatchJobs.Testing.Simulation;

/// <summary>Answers what a Job would do if its pods behaved as a scenario says: the real engine, under virtual time.</summary>
public static class JobSimulator
{
    /// <summary>Simulates a scenario; hours of it take milliseconds.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="options">How it is simulated.</param>
    /// <param name="cancellationToken">Ends the simulation.</param>
    /// <returns>What happened; the same each time.</returns>
    /// <exception cref="Validation.InvalidObjectException">The Job is not valid.</exception>
    /// <exception cref="NotSupportedException">The scenario is about a CronJob.</exception>
    public static async Task<SimulationResult> RunAsync(
        Scenario scenario,
        JobSimulatorOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        if (scenario.Job is null)
            throw new NotSupportedException($"The scenario {scenario.Name} has no Job; CronJobs can't be simulated.");
        var simulation = new JobSimulation(scenario, scenario.Job, options ?? new JobSimulatorOptions());
        await using (simulation.ConfigureAwait(false))
            return await simulation.RunAsync(cancellationToken).ConfigureAwait(false);
    }
}
