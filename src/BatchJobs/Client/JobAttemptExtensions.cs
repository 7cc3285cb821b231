using BatchJobs.Client;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Primitives;

namespace BatchJobs;

/// <summary>The history of a Job, attempt by attempt.</summary>
public static class JobAttemptExtensions
{
    private const int TailLines = 20;

    /// <summary>Lists the latest pods of a Job that have ended, with cause, exit code, exception, message and the end of the output of those that failed.</summary>
    /// <param name="client">The client.</param>
    /// <param name="key">The Job.</param>
    /// <param name="index">The completion index; null for all.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The attempts in the order in which they were asked for; as many as <see cref="JobEngineOptions.FinishedPodHistory"/> says.</returns>
    /// <exception cref="JobNotFoundException">There is no such Job.</exception>
    /// <remarks>They are kept with the Job, in its store too, and go with it.</remarks>
    public static async Task<IReadOnlyList<JobAttempt>> ListAttemptsAsync(this IJobClient client, JobKey key, int? index = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        List<JobAttempt> attempts = [];
        foreach (JobPod pod in await client.ListPodsAsync(key, cancellationToken).ConfigureAwait(false))
        {
            if (pod.Status.Phase is PodPhase.Succeeded or PodPhase.Failed && (index is null || index == pod.Index))
            {
                attempts.Add(JobAttempt.Of(pod, await TailAsync(client, key, pod, cancellationToken).ConfigureAwait(false)));
            }
        }

        return attempts;
    }

    private static async Task<List<PodLogLine>> TailAsync(IJobClient client, JobKey key, JobPod pod, CancellationToken cancellationToken)
    {
        List<PodLogLine> lines = [];
        if (pod.Status.Phase != PodPhase.Failed)
        {
            return lines;
        }

        try
        {
            await foreach (PodLogLine line in client.ReadLogAsync(key, pod.Name, new PodLogOptions { Tail = TailLines }, cancellationToken).ConfigureAwait(false))
            {
                lines.Add(line);
            }
        }
        catch (NotSupportedException)
        {
            // The executor keeps no output.
        }

        return lines;
    }
}
