using BatchJobs.Cli.Reporting;
using BatchJobs.Client;
using BatchJobs.Specs;

namespace BatchJobs.Cli.Running;

/// <summary>Follows the Jobs that CronJobs start, until the engine closes.</summary>
internal sealed class CronFollower(IRunTarget target, IReadOnlySet<string> owners, IRunReporter reporter)
{
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly List<Task> running = [];

    public async Task FollowAsync()
    {
        await foreach (JobChange change in target.Client.WatchAsync())
        {
            string uid = change.Job.Metadata.Uid!;
            if (change.Type == JobChangeType.Deleted)
            {
                seen.Remove(uid);
            }
            else if (change.Job.Metadata.OwnerReferences?.Any(owner => owners.Contains(owner.Uid!)) == true && !change.Job.IsFinished() && seen.Add(uid))
            {
                running.RemoveAll(task => task.IsCompletedSuccessfully);
                running.Add(FollowAsync(change.Job));
            }
        }

        await Task.WhenAll(running);
    }

    private async Task FollowAsync(Job job) => await reporter.EndedAsync([await new JobFollower(target.Client, job, reporter, countLines: target.CountLines).FollowAsync()]);
}
