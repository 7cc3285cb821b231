using BatchJobs.Building;
using BatchJobs.Client;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Runtime;
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
        ArgumentNullException.ThrowIfNull(job);

        // A Job with a time to live of 0 may be gone before anybody can ask for it by its name.
        FollowedJob followed = client is JobEngine engine
            ? await engine.FollowAsync(job, cancellationToken).ConfigureAwait(false)
            : await FollowAsync(client, job, cancellationToken).ConfigureAwait(false);
        return await ReportAsync(client, followed, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until a Job that is there already has finished, well or badly, and tells how it went.</summary>
    /// <param name="client">The client.</param>
    /// <param name="key">The Job.</param>
    /// <param name="cancellationToken">Ends the waiting; the Job goes on.</param>
    /// <returns>How the Job went.</returns>
    /// <exception cref="JobNotFoundException">There is no such Job, or it was deleted before it finished.</exception>
    public static async Task<JobReport> WaitForReportAsync(this IJobClient client, JobKey key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        Task<Job> finished = client.WaitAsync(key, cancellationToken); // before its pods have ended: a Job with a time to live of 0 goes with them
        Dictionary<int, PodFailure> failures = await CollectFailuresAsync(client.WatchPodsAsync(key, cancellationToken)).ConfigureAwait(false);
        return new JobReport(await finished.ConfigureAwait(false), failures);
    }

    /// <summary>Waits until a Job has finished and tells how it went; deletes it if nobody wants to wait any longer.</summary>
    internal static async Task<JobReport> ReportAsync(IJobClient client, FollowedJob followed, CancellationToken cancellationToken)
    {
        try
        {
            Dictionary<int, PodFailure> failures = await CollectFailuresAsync(followed.Pods).ConfigureAwait(false);
            return new JobReport(await followed.Finished.ConfigureAwait(false), failures);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await DeleteAsync(client, followed.Key).ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<FollowedJob> FollowAsync(IJobClient client, Job job, CancellationToken cancellationToken)
    {
        JobKey key = (await client.CreateAsync(job, cancellationToken).ConfigureAwait(false)).Key();
        return new FollowedJob(key, client.WaitAsync(key, cancellationToken), client.WatchPodsAsync(key, cancellationToken), View: null);
    }

    private static async Task<Dictionary<int, PodFailure>> CollectFailuresAsync(IAsyncEnumerable<JobPod> pods)
    {
        var failures = new Dictionary<int, PodFailure>();
        await foreach (JobPod pod in pods.ConfigureAwait(false))
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
