using BatchJobs.Cli.Reporting;
using BatchJobs.Client;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Cli.Running;

/// <summary>Follows one Job from its creation until it has finished, was stopped, or is gone.</summary>
internal sealed class JobFollower(IJobClient client, Job created, IRunReporter reporter)
{
    private readonly JobKey key = created.Key();
    private readonly Dictionary<(string Reason, string Message), long> reported = [];
    private string? waitingFor;

    public async Task<JobOutcome> FollowAsync()
    {
        using CancellationTokenSource ended = new();
        PodFollower pods = new(client, key, reporter);
        Task podsFollowed = pods.FollowAsync(ended.Token);

        Job last = created;
        await foreach (JobChange change in client.WatchAsync(new JobWatchOptions { Key = key }))
        {
            last = change.Job;
            if (change.Type == JobChangeType.Deleted)
            {
                break;
            }

            reporter.JobChanged(last);
            await ReportEventsAsync();
            if (last.IsFinished() || last.IsAtRest())
            {
                break;
            }

            await ReportWaitingAsync(last);
        }

        await ended.CancelAsync();
        await podsFollowed;
        await ReportEventsAsync();
        JobExplanation? explanation = await UnlessGone(client.ExplainAsync(key));
        return new JobOutcome(last, pods.FailedPods, explanation?.Decisions ?? []);
    }

    private async Task ReportEventsAsync()
    {
        foreach (JobEventEntry entry in await UnlessGone(client.ListEventsAsync(key)) ?? [])
        {
            if (entry.Count > reported.GetValueOrDefault((entry.Reason, entry.Message)))
            {
                reported[(entry.Reason, entry.Message)] = entry.Count;
                await reporter.EventHappenedAsync(key, entry);
            }
        }
    }

    private async Task ReportWaitingAsync(Job job)
    {
        bool idle = (job.Status?.Active ?? 0) + (job.Status?.Terminating ?? 0) == 0;
        if (idle
            && await UnlessGone(client.ExplainAsync(key)) is { NextInstant: not null } explanation
            && !string.Equals(explanation.WaitingFor, waitingFor, StringComparison.Ordinal))
        {
            waitingFor = explanation.WaitingFor;
            await reporter.WaitingAsync(key, explanation);
        }
    }

    /// <summary>The answer, or null when the Job is gone, as one with ttlSecondsAfterFinished: 0 soon is.</summary>
    private static async Task<T?> UnlessGone<T>(Task<T> question)
        where T : class
    {
        try
        {
            return await question;
        }
        catch (JobNotFoundException)
        {
            return null;
        }
    }
}
