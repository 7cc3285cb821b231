using System.CommandLine;
using BatchJobs.Cli.Connecting;
using BatchJobs.Cli.Describing;
using BatchJobs.Cli.Input;
using BatchJobs.Client;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Cli.Commands;

/// <summary><c>batchjobs describe</c>: everything about a Job or CronJob on one page.</summary>
internal static class DescribeCommand
{
    public const string Examples = """
        Why a Job is where it is: failed indexes, attempts with their causes, hits of its policies, what comes next and why:
          batchjobs describe job import --store jobs.db

        A CronJob, when it is due next, and the Jobs it has made:
          batchjobs describe cronjob nightly --store jobs.db

        All that have failed, or all of an application:
          batchjobs describe jobs --finished true
          batchjobs describe jobs,cronjobs -l app=import
        """;

    public static Command Create()
    {
        StoreVerb verb = new("describe", "Shows everything about a Job or CronJob.", StoreUse.Look);
        ResourceSelection selection = new(verb);
        return verb.Does(async context =>
        {
            IReadOnlyList<(ResourceKind Kind, JobKey Key)> found = await selection.FindAsync(context);
            if (found.Count == 0)
            {
                await context.Error.WriteLineAsync("No resources found.");
            }

            bool first = true;
            return await context.ForEachAsync(found, async item =>
            {
                IReadOnlyList<string> page = item.Kind == ResourceKind.Job ? await JobAsync(context, item.Key) : await CronJobAsync(context, item.Key);
                foreach (string line in first ? page : page.Prepend(""))
                {
                    await context.Output.WriteLineAsync(line);
                }

                first = false;
            });
        });
    }

    private static async Task<IReadOnlyList<string>> JobAsync(VerbContext context, JobKey key)
    {
        Job job = await context.Jobs.GetAsync(key, context.CancellationToken);
        return JobDescription.Of(
            job,
            await context.Jobs.ListPodsAsync(job.Key(), context.CancellationToken),
            await context.Jobs.ExplainAsync(job.Key(), context.CancellationToken),
            await context.Jobs.ListEventsAsync(job.Key(), context.CancellationToken),
            TimeProvider.System.GetUtcNow());
    }

    private static async Task<IReadOnlyList<string>> CronJobAsync(VerbContext context, JobKey key)
    {
        CronJob cronJob = await context.CronJobs.GetCronJobAsync(key, context.CancellationToken);
        List<Job> own = [];
        await foreach (Job job in context.Jobs.ListAllAsync(new JobListOptions { Namespace = key.Namespace }, context.CancellationToken))
        {
            if (job.Metadata.OwnerReferences?.Any(owner => owner.Uid == cronJob.Metadata.Uid) == true)
            {
                own.Add(job);
            }
        }

        return CronJobDescription.Of(
            cronJob,
            own,
            await context.CronJobs.ListCronJobEventsAsync(key, context.CancellationToken),
            TimeProvider.System.GetUtcNow());
    }
}
