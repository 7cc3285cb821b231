using System.CommandLine;
using BatchJobs.Cli.Connecting;

namespace BatchJobs.Cli.Commands;

/// <summary><c>batchjobs scale</c> and <c>batchjobs retry-failed</c>.</summary>
internal static class ChangeCommands
{
    public const string ScaleExamples = """
        Eight pods at once; with 0 all are stopped:
          batchjobs scale import --parallelism 8 --store jobs.db

        Nothing but what has to be ready tonight:
          batchjobs scale jobs -l tier!=urgent --parallelism 0
        """;

    public const string RetryFailedExamples = """
        A new Job for those indexes of a finished one that did not succeed:
          batchjobs retry-failed slices --store jobs.db

        Under a name of its own:
          batchjobs retry-failed slices --name slices-again
        """;

    public static Command CreateScale()
    {
        StoreVerb verb = new("scale", "Changes how many pods of a Job run at once.", StoreUse.Change);
        ResourceSelection selection = new(verb);
        ChangeOutput output = new(verb);
        Option<int> parallelism = verb.With(new Option<int>("--parallelism") { Description = "How many pods at once.", HelpName = "N", Required = true });
        return verb.Does(async context =>
        {
            return await context.ForEachAsync(await selection.FindUsualAsync(context), async key =>
                await output.TellAsync(context, await context.Jobs.ScaleAsync(key, context.Result.GetValue(parallelism), context.CancellationToken), "scaled"));
        });
    }

    public static Command CreateRetryFailed()
    {
        StoreVerb verb = new("retry-failed", "Creates a Job that runs only what a finished Indexed Job has left undone.", StoreUse.Change);
        ResourceSelection selection = new(verb, description: "The NAME of a finished Job, or job/NAME.");
        ChangeOutput output = new(verb);
        Option<string?> newName = verb.With(new Option<string?>("--name") { Description = "The name of the new Job; without it one is made from the old one's.", HelpName = "NAME" });
        return verb.Does(async context =>
        {
            return await context.ForEachAsync(await selection.FindUsualAsync(context, newName), async key =>
                await output.TellAsync(context, await context.Jobs.RetryFailedIndexesAsync(key, context.Result.GetValue(newName), context.CancellationToken), "created"));
        });
    }
}
