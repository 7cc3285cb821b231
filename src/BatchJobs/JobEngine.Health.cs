using BatchJobs.Diagnostics;
using BatchJobs.Primitives;

namespace BatchJobs;

/// <content>Health.</content>
public sealed partial class JobEngine
{
    /// <summary>Connects to the executor, if nothing else has yet, and sees whether it answers and whether all Jobs and CronJobs make progress.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>What was seen.</returns>
    public async Task<JobEngineHealth> CheckHealthAsync(CancellationToken cancellationToken = default)
    {
        IReadOnlyList<JobKey> broken = [.. directory.Present.Where(loop => loop.View.BrokenBy is not null).Select(loop => loop.Key), .. cronJobs.Broken];
        if (services.Stopping)
        {
            return new JobEngineHealth(IsOpen: false, ExecutorError: null, broken);
        }

        try
        {
            await jobs.ConnectAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
            await services.Executor.ListAsync(cancellationToken).ConfigureAwait(false);
            return new JobEngineHealth(IsOpen: true, ExecutorError: null, broken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // whatever an executor throws is the answer
        catch (Exception error)
#pragma warning restore CA1031
        {
            return new JobEngineHealth(IsOpen: true, error, broken);
        }
    }
}
