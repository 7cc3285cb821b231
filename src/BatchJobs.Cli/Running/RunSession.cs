using BatchJobs.Cli.Reporting;
using BatchJobs.Client;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Cli.Running;

/// <summary>Runs Jobs side by side until all have ended, the time is up, or the user wants to stop.</summary>
internal sealed class RunSession(IRunTarget target, IRunReporter reporter, StopSignals signals)
{
    private readonly IJobClient client = target.Client;
    private readonly List<JobKey> keys = [];

    /// <summary>Runs the Jobs and leaves none of their pods behind.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public async Task<int> RunAsync(IReadOnlyList<Job> jobs, IReadOnlyList<CronJob> cronJobs, TimeSpan? timeout)
    {
        HashSet<string> owners = new(StringComparer.Ordinal);
        foreach (CronJob cronJob in cronJobs)
        {
            owners.Add((await target.BeginAsync(cronJob)).Metadata.Uid!);
        }

        List<Task<JobOutcome>> followed = [];
        foreach (Job job in jobs)
        {
            Job created = await target.BeginAsync(job);
            keys.Add(created.Key());
            followed.Add(new JobFollower(client, created, reporter, target.Since, target.CountLines).FollowAsync());
        }

        Task<JobOutcome[]> all = Task.WhenAll(followed);
        Task everything = owners.Count == 0 ? all : Task.WhenAll(all, new CronFollower(target, owners, reporter).FollowAsync());
        bool endedByThemselves = await EndedByThemselvesAsync(everything, timeout);
        if (!endedByThemselves)
        {
            await StopAsync(everything);
        }

        JobOutcome[] outcomes = await all;
        if (outcomes.Length > 0)
        {
            await reporter.EndedAsync(outcomes);
        }

        await ForEachJobAsync(target.CleanUpAsync);
        return !endedByThemselves && signals.Stop.IsCancellationRequested ? ExitCodes.Interrupted
            : Array.TrueForAll(outcomes, outcome => outcome.Job.IsComplete()) ? ExitCodes.Success
            : ExitCodes.Failure;
    }

    private async Task<bool> EndedByThemselvesAsync(Task all, TimeSpan? timeout)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(signals.Stop);
        if (timeout is TimeSpan period)
        {
            limit.CancelAfter(period);
        }

        try
        {
            await all.WaitAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Suspends the Jobs, which stops their pods without calling that a failure, and kills the pods if the user gets impatient.</summary>
    private async Task StopAsync(Task all)
    {
        bool timedOut = !signals.Stop.IsCancellationRequested;
        await reporter.NoteAsync(timedOut
            ? "the time is up: stopping the pods; press Ctrl-C to kill them"
            : "stopping the pods; press Ctrl-C again to kill them");
        await target.CloseAsync();
        await ForEachJobAsync(target.StopAsync);
        CancellationToken impatience = timedOut ? signals.Stop : signals.Kill;
        try
        {
            await all.WaitAsync(impatience);
        }
        catch (OperationCanceledException) when (impatience.IsCancellationRequested)
        {
            await reporter.NoteAsync("killing the pods");
            await ForEachJobAsync(KillPodsAsync);
        }
    }

    private async Task KillPodsAsync(JobKey key)
    {
        foreach (JobPod pod in await client.ListPodsAsync(key))
        {
            if (!pod.HasEnded())
            {
                await client.DeletePodAsync(key, pod.Name, TimeSpan.Zero);
            }
        }
    }

    private async Task ForEachJobAsync(Func<JobKey, Task> action)
    {
        foreach (JobKey key in keys)
        {
            try
            {
                await action(key);
            }
            catch (JobNotFoundException)
            {
                // Gone already: the Job by its ttlSecondsAfterFinished, or the pod by itself.
            }
        }
    }
}
