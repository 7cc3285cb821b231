using BatchJobs.Client;
using BatchJobs.Primitives;
using BatchJobs.Validation;

namespace BatchJobs.Sqlite.Tests.Meddling;

/// <summary>Somebody who asks and changes one Job after the other, at random, for as long as the engine lives.</summary>
internal sealed class Meddler(JobEngine engine, Random random, int jobs)
{
    public async Task MeddleAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await DoAsync(new JobKey($"job-{random.Next(jobs)}"), cancellationToken);
            }
            catch (Exception error) when (error is JobNotFoundException or JobConflictException or InvalidObjectException or OperationCanceledException)
            {
                // The Job is not there yet, has gone, or can't be changed like that.
            }
        }
    }

    private async Task DoAsync(JobKey key, CancellationToken cancellationToken)
    {
        switch (random.Next(9))
        {
            case 0:
                await engine.SuspendAsync(key, cancellationToken);
                break;
            case 1 or 2:
                await engine.ResumeAsync(key, cancellationToken);
                break;
            case 3:
                await engine.ScaleAsync(key, random.Next(6), cancellationToken: cancellationToken);
                break;
            case 4:
                IReadOnlyList<JobPod> pods = await engine.ListPodsAsync(key, cancellationToken);
                await engine.DeletePodAsync(key, pods.Count > 0 ? pods[random.Next(pods.Count)].Name : "none", cancellationToken: cancellationToken);
                break;
            case 5:
                await engine.ExplainAsync(key, cancellationToken);
                break;
            case 6:
                await engine.ListAsync(new JobListOptions { Limit = random.Next(1, 20) }, cancellationToken);
                break;
            case 7:
                await engine.PatchAsync(key, new JobPatch { BackoffLimit = random.Next(1, 8) }.ToJson(), cancellationToken);
                break;
            case 8 when random.Next(40) == 0:
                await engine.DeleteAsync(key, cancellationToken: cancellationToken);
                break;
        }
    }
}
