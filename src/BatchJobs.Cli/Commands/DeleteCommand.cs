using System.CommandLine;
using BatchJobs.Cli.Connecting;
using BatchJobs.Cli.Input;
using BatchJobs.Cli.Reporting;
using BatchJobs.Client;
using BatchJobs.Primitives;

namespace BatchJobs.Cli.Commands;

/// <summary><c>batchjobs delete</c>: Jobs and CronJobs, by name or selected.</summary>
internal static class DeleteCommand
{
    public const string Examples = """
        A Job and its pods:
          batchjobs delete job import --store jobs.db

        A Job, once the last of its pods has stopped; its pods left to end by themselves:
          batchjobs delete import --cascade foreground
          batchjobs delete import --cascade orphan

        All that have finished, or all of an application:
          batchjobs delete jobs --finished true
          batchjobs delete jobs,cronjobs -l app=import
        """;

    public static Command Create()
    {
        StoreVerb verb = new("delete", "Deletes Jobs or CronJobs.", StoreUse.Change);
        ResourceSelection selection = new(verb);
        Option<DeletionPropagation> cascade = verb.With(new Option<DeletionPropagation>("--cascade")
        {
            Description = "background (the default) stops the pods after the Job has gone, foreground before, orphan not at all.",
            HelpName = "background|foreground|orphan",
        });
        Option<ObjectFormat> output = verb.With(ObjectFormatOption.Create("a sentence", "name"));
        return verb.Does(async context =>
        {
            JobDeleteOptions options = new() { Propagation = context.Result.GetValue(cascade) };
            return await context.ForEachAsync(await selection.FindAsync(context), async found =>
            {
                (ResourceKind kind, JobKey key) = found;
                await (kind == ResourceKind.Job
                    ? context.Jobs.DeleteAsync(key, options, context.CancellationToken)
                    : context.CronJobs.DeleteCronJobAsync(key, options, context.CancellationToken));
                await context.Output.WriteLineAsync(context.Result.GetValue(output) == ObjectFormat.Name ? kind.Display(key.Name) : $"{kind.Display(null).TrimEnd('/')} \"{key.Name}\" deleted");
            });
        });
    }
}
