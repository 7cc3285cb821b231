using BatchJobs.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BatchJobs.Hosting;

/// <summary>Reports whether the executor of an engine answers and all its Jobs make progress.</summary>
/// <param name="engine">The engine.</param>
public sealed class JobEngineHealthCheck(JobEngine engine) : IHealthCheck
{
    /// <inheritdoc />
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        JobEngineHealth health = await engine.CheckHealthAsync(cancellationToken).ConfigureAwait(false);
        string? description = Describe(health);
        return description is null ? HealthCheckResult.Healthy() : new HealthCheckResult(context.Registration.FailureStatus, description, health.ExecutorError);
    }

    private static string? Describe(JobEngineHealth health) => health switch
    {
        { IsOpen: false } => "The engine is stopping.",
        { ExecutorError: { } error } => $"The executor does not answer: {error.Message}",
        { BrokenJobs.Count: > 0 } => $"Jobs or CronJobs without progress: {string.Join(", ", health.BrokenJobs)}.",
        _ => null,
    };
}
