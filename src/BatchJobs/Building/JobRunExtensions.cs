using BatchJobs.Building;
using BatchJobs.Client;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs;

/// <summary>Running a Job from its creation to its end.</summary>
public static class JobRunExtensions
{
    /// <summary>Creates a Job and waits until it has finished, well or badly.</summary>
    /// <param name="client">The client.</param>
    /// <param name="job">The Job; a <see cref="JobBuilder"/> will do.</param>
    /// <param name="cancellationToken">Ends the waiting and deletes the Job.</param>
    /// <returns>How the Job went.</returns>
    /// <exception cref="InvalidObjectException">The Job is not valid; carries every cause.</exception>
    /// <exception cref="JobNotFoundException">The Job was deleted before it finished.</exception>
    public static async Task<JobReport> RunToCompletionAsync(this IJobClient client, Job job, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        JobKey key = (await client.CreateAsync(job, cancellationToken).ConfigureAwait(false)).Key();
        Task<Job> finished = client.WaitAsync(key, cancellationToken);
        try
        {
            Dictionary<int, PodFailure> failures = await CollectFailuresAsync(client, key, cancellationToken).ConfigureAwait(false);
            return new JobReport(await finished.ConfigureAwait(false), failures);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await DeleteAsync(client, key).ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<Dictionary<int, PodFailure>> CollectFailuresAsync(IJobClient client, JobKey key, CancellationToken cancellationToken)
    {
        var failures = new Dictionary<int, PodFailure>();
        await foreach (JobPod pod in client.WatchPodsAsync(key, cancellationToken).ConfigureAwait(false))
        {
            if (pod.Status.Phase == PodPhase.Failed)
            {
                failures[pod.Index ?? (int)pod.Id.Ordinal] = PodFailure.Of(pod);
            }
        }

        return failures;
    }

    private static async Task DeleteAsync(IJobClient client, JobKey key)
    {
        try
        {
            await client.DeleteAsync(key, cancellationToken: CancellationToken.None).ConfigureAwait(false);
        }
        catch (JobNotFoundException)
        {
            // Somebody else was quicker.
        }
    }
}
