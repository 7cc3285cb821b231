using System.CommandLine;
using BatchJobs.Cli.Connecting;
using BatchJobs.Cli.Input;
using BatchJobs.Primitives;

namespace BatchJobs.Cli.Commands;

/// <summary><c>batchjobs suspend</c> and <c>batchjobs resume</c>: Jobs and CronJobs at rest.</summary>
internal static class SuspendCommands
{
    public const string SuspendExamples = """
        Stop the pods of a Job without counting that as a failure:
          batchjobs suspend import --store jobs.db

        Start no more Jobs of a CronJob:
          batchjobs suspend cronjob/nightly

        Everything of an application:
          batchjobs suspend jobs -l app=import
        """;

    public const string ResumeExamples = """
        Let a Job go on; its deadline starts anew:
          batchjobs resume import --store jobs.db

        Let a CronJob start Jobs again:
          batchjobs resume cronjob/nightly
        """;

    public static Command CreateSuspend() => Create("suspend", "Stops the pods of Jobs, or the schedule of CronJobs, until they are resumed.", suspend: true);

    public static Command CreateResume() => Create("resume", "Lets suspended Jobs or CronJobs go on.", suspend: false);

    private static async Task ChangeAsync(VerbContext context, ResourceKind kind, JobKey key, bool suspend, ChangeOutput output)
    {
        string done = suspend ? "suspended" : "resumed";
        if (kind == ResourceKind.CronJob)
        {
            string patch = suspend ? """{"spec":{"suspend":true}}""" : """{"spec":{"suspend":false}}""";
            await output.TellAsync(context, await context.CronJobs.PatchCronJobAsync(key, patch, context.CancellationToken), done);
        }
        else
        {
            await output.TellAsync(context, await (suspend ? context.Jobs.SuspendAsync(key, context.CancellationToken) : context.Jobs.ResumeAsync(key, context.CancellationToken)), done);
        }
    }

    /// <param name="name">The verb.</param>
    /// <param name="description">What it does.</param>
    /// <param name="suspend">Whether it suspends.</param>
    /// <param name="usual">The kind of bare names.</param>
    public static Command Create(string name, string description, bool suspend, ResourceKind usual = ResourceKind.Job)
    {
        StoreVerb verb = new(name, description, StoreUse.Change);
        ResourceSelection selection = usual == ResourceKind.Job ? new(verb) : new(verb, usual, "The NAME of a CronJob, or cronjobs to be selected from.");
        ChangeOutput output = new(verb);
        return verb.Does(async context =>
        {
            return await context.ForEachAsync(await selection.FindAsync(context), found => ChangeAsync(context, found.Kind, found.Key, suspend, output));
        });
    }
}
