using System.CommandLine;
using BatchJobs.Cli.Connecting;
using BatchJobs.Cli.Input;

namespace BatchJobs.Cli.Commands;

/// <summary><c>batchjobs cron</c>: what can be done with a CronJob.</summary>
internal static class CronCommand
{
    public const string Examples = """
        Run a CronJob now, whatever its schedule says:
          batchjobs cron trigger nightly --store jobs.db

        No runs for a while:
          batchjobs cron suspend nightly
          batchjobs cron resume nightly
        """;

    public static Command Create() => new("cron", "Runs a CronJob now, or suspends and resumes it.")
    {
        CreateTrigger(),
        SuspendCommands.Create("suspend", "Starts no more Jobs of a CronJob.", suspend: true, ResourceKind.CronJob),
        SuspendCommands.Create("resume", "Starts Jobs of a CronJob again.", suspend: false, ResourceKind.CronJob),
    };

    private static Command CreateTrigger()
    {
        StoreVerb verb = new("trigger", "Starts a Job of a CronJob now.", StoreUse.Change);
        ResourceSelection selection = new(verb, ResourceKind.CronJob, "The NAME of a CronJob, or cronjobs to be selected from.");
        ChangeOutput output = new(verb);
        Option<string?> jobName = verb.With(new Option<string?>("--name") { Description = "The name of the Job; without it one is made from the CronJob's.", HelpName = "NAME" });
        return verb.Does(async context =>
        {
            return await context.ForEachAsync(await selection.FindUsualAsync(context, jobName), async key =>
                await output.TellAsync(context, await context.CronJobs.TriggerCronJobAsync(key, context.Result.GetValue(jobName), context.CancellationToken), "created"));
        });
    }
}
