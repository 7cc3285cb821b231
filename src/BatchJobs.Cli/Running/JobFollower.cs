using BatchJobs.Cli.Reporting;
using BatchJobs.Client;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Cli.Running;

/// <summary>Follows one Job from its creation until it has finished, was stopped, or is gone.</summary>
/// <param name="client">Knows the Job.</param>
/// <param name="created">The Job when it was created or found.</param>
/// <param name="reporter">Is told what happens.</param>
/// <param name="since">What happened before is not told again.</param>
/// <param name="countLines">How many lines a pod has written, as far as that can be told.</param>
internal sealed class JobFollower(IJobClient client, Job created, IRunReporter reporter, DateTimeOffset since = default, Func<PodId, long?>? countLines = null)
{
    private readonly JobKey key = created.Key();
    private readonly EventFollower events = new(client, created.Key(), reporter, since);
    private string? waitingFor;

    public async Task<JobOutcome> FollowAsync()
    {
        reporter.JobChanged(created);
        using CancellationTokenSource ended = new();
        PodFollower pods = new(client, key, reporter, events, countLines);
        Task podsFollowed = pods.FollowAsync(ended.Token);

        Job last = await LastAsync();
        await ended.CancelAsync();
        await podsFollowed;
        await events.JobEndedAsync();
        JobExplanation? explanation = await client.ExplainAsync(key).UnlessGone();
        return new JobOutcome(last, pods.FailedPods, explanation?.Decisions ?? []);
    }

    /// <summary>The Job as it was when it had finished, was stopped, or went.</summary>
    private async Task<Job> LastAsync()
    {
        Job last = created;
        string? version = created.Metadata.ResourceVersion;
        while (await GoesOnAsync(last))
        {
            try
            {
                // From that version on, lest a Job that goes before the watch begins is waited for in vain.
                await foreach (JobChange change in client.WatchAsync(new JobWatchOptions { Key = key, ResourceVersion = version }))
                {
                    last = change.Job;
                    if (change.Type == JobChangeType.Deleted || !await GoesOnAsync(last))
                    {
                        break;
                    }
                }

                break;
            }
            catch (WatchExpiredException)
            {
                // The Job is older than the engine, which took it up from a store.
                JobList found = await client.ListAsync(new JobListOptions { Namespace = key.Namespace, FieldSelector = $"metadata.name={key.Name}" });
                if (found.Items is not [Job now])
                {
                    break;
                }

                last = now;
                version = found.ResourceVersion;
            }
        }

        return last;
    }

    /// <summary>Reports how a Job is now.</summary>
    /// <returns>Whether there is more to come.</returns>
    private async Task<bool> GoesOnAsync(Job job)
    {
        reporter.JobChanged(job);
        if (job.HasEnded())
        {
            return false;
        }

        await events.JobChangedAsync();
        await ReportWaitingAsync(job);
        return true;
    }

    private async Task ReportWaitingAsync(Job job)
    {
        bool idle = (job.Status?.Active ?? 0) + (job.Status?.Terminating ?? 0) == 0;
        if (idle
            && await client.ExplainAsync(key).UnlessGone() is { NextInstant: not null } explanation
            && !string.Equals(explanation.WaitingFor, waitingFor, StringComparison.Ordinal))
        {
            waitingFor = explanation.WaitingFor;
            await reporter.WaitingAsync(key, explanation);
        }
    }
}
