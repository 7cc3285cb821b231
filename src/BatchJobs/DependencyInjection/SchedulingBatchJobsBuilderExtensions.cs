using BatchJobs.DependencyInjection;
using BatchJobs.Scheduling;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets a scheduler decide when the pods of an engine start.</summary>
public static class SchedulingBatchJobsBuilderExtensions
{
    /// <summary>Lets pods wait until a scheduler says that they may start.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="capacity">How many pods run at once.</param>
    /// <param name="create">Makes the scheduler; null for <see cref="FifoPodScheduler"/>.</param>
    /// <returns>The builder.</returns>
    public static IBatchJobsBuilder UseScheduler(this IBatchJobsBuilder builder, int capacity, Func<IServiceProvider, IPodScheduler>? create = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        return builder.WrapExecutor((provider, executor) =>
            new ScheduledPodExecutor(executor, capacity, create?.Invoke(provider), provider.GetService<TimeProvider>()));
    }
}
