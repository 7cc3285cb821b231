using BatchJobs.Cron;
using BatchJobs.Events;
using BatchJobs.Execution;
using BatchJobs.Runtime;
using BatchJobs.Storage;

namespace BatchJobs.Durability;

/// <summary>Takes up the Jobs of a store: loads them, asks the executor which of their pods are left, and lets each Job go on.</summary>
/// <remarks>
/// Finished pods are counted once, since the executor lists them until the state that counted them is saved. Pods that are gone are
/// disruptions; those that were asked for and never seen are started under the same name and uid.
/// </remarks>
internal sealed class Recovery(LoopServices services, JobRegistry jobs, GroupCommit commits)
{
    private readonly StoreLoader loader = new(commits.Store, services.Time.LocalTimeZone);

    public async Task RunAsync()
    {
        CancellationToken cancellationToken = services.Closing;
        await commits.OpenAsync(cancellationToken).ConfigureAwait(false);
        List<JobLoop> loops = await LoadJobsAsync(cancellationToken).ConfigureAwait(false);
        List<CronJobLoop> cronLoops = await LoadCronJobsAsync(cancellationToken).ConfigureAwait(false);
        services.Watchers.Forget(services.BeginVersions());

        if (services.Options.Cordoned)
        {
            await services.Executor.ConnectAsync(services.Directory, cancellationToken).ConfigureAwait(false);
            Add(loops, cronLoops);
            services.Directory.Open();
            services.CronJobs.Open();
            return;
        }

        var observer = new RecoveryObserver(services.Directory);
        await services.Executor.ConnectAsync(observer, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<PodReport> listed = await services.Executor.ListAsync(cancellationToken).ConfigureAwait(false);
        ILookup<Guid, PodReport> pods = listed.ToLookup(report => report.Pod.JobUid);

        Add(loops, cronLoops);

        // Before the first step, after which there may be more of them.
        List<JobLoop> finished = [.. loops.Where(loop => loop.FinishedAt is not null).OrderBy(loop => loop.FinishedAt)];

        // Before a CronJob looks at its Jobs, which it may have to find and delete.
        services.Directory.Open();
        services.CronJobs.Open();
        cronLoops.ForEach(loop => loop.Post(CronJobEvent.ChildrenListed(ChildrenOf(loop, loops))));
        finished.ForEach(services.Finished.Add);
        observer.Release(() => loops.ForEach(loop => Resync(loop, [.. pods[loop.Uid]])));

        await ForgetStrangersAsync(pods).ConfigureAwait(false);
    }

    private async ValueTask<List<JobLoop>> LoadJobsAsync(CancellationToken cancellationToken)
    {
        var results = services.Executor as IPodResultSource;
        List<JobLoop> loops = [];
        await foreach (StoredObject stored in loader.ListAsync(StoredKind.Job, cancellationToken).ConfigureAwait(false))
        {
            services.ContinueVersionsFrom(stored.ResourceVersion);
            KeptJob kept = await loader.LoadJobAsync(stored, withResults: results is not null, cancellationToken).ConfigureAwait(false);
            if (kept.Results.Entries.Count > 0)
            {
                results!.RestoreResults(kept.Stored.Uid, kept.Results.Entries);
            }

            loops.Add(new JobLoop(services, kept));
        }

        return loops;
    }

    private async ValueTask<List<CronJobLoop>> LoadCronJobsAsync(CancellationToken cancellationToken)
    {
        List<CronJobLoop> loops = [];
        await foreach (StoredObject stored in loader.ListAsync(StoredKind.CronJob, cancellationToken).ConfigureAwait(false))
        {
            services.ContinueVersionsFrom(stored.ResourceVersion);
            loops.Add(new CronJobLoop(services, jobs, await loader.LoadCronJobAsync(stored, cancellationToken).ConfigureAwait(false)));
        }

        return loops;
    }

    private void Add(List<JobLoop> loops, List<CronJobLoop> cronLoops)
    {
        loops.ForEach(loop => services.Directory.TryAdd(loop));
        cronLoops.ForEach(loop => services.CronJobs.TryAdd(loop));
    }

    private static List<ChildJobReport> ChildrenOf(CronJobLoop owner, List<JobLoop> loops) =>
        [.. loops.Where(owner.IsOwn).Select(CronJobDirectory.ReportOf)];

    private static void Resync(JobLoop loop, List<PodReport> listed)
    {
        HashSet<long> known = [.. listed.Select(report => report.Pod.Ordinal)];
        foreach (long lost in loop.LostPods(known))
        {
            loop.Post(JobEvent.PodVanished(lost));
        }

        loop.Post(JobEvent.ExecutorResynced(known));
        listed.ForEach(report => loop.Post(JobEvent.PodReported(report.Pod.Ordinal, report.Status)));
    }

    /// <summary>Pods of Jobs that were removed when the engine ended before it could say so.</summary>
    private async ValueTask ForgetStrangersAsync(ILookup<Guid, PodReport> pods)
    {
        foreach (Guid stranger in pods.Select(job => job.Key).Where(uid => !services.Directory.Knows(uid)))
        {
            await services.Executor.ForgetJobAsync(stranger, orphanPods: false, services.Closing).ConfigureAwait(false);
        }
    }
}
