using System.CommandLine;
using BatchJobs.Cli.Connecting;
using BatchJobs.Cli.Input;
using BatchJobs.Manifests;
using BatchJobs.Specs;

namespace BatchJobs.Cli.Commands;

/// <summary><c>batchjobs create</c>: the Jobs and CronJobs of a manifest, or a Job of a CronJob.</summary>
internal static class CreateCommand
{
    public const string Examples = """
        The Jobs and CronJobs of a manifest; the engine that has the store open starts them, or the next that opens it:
          batchjobs create -f nightly.yaml --store jobs.db

        A run of a CronJob under a name of its own:
          batchjobs create job tonight --from cronjob/nightly
        """;

    public static Command Create()
    {
        StoreVerb verb = new("create", "Creates Jobs and CronJobs in a store.", StoreUse.Fill);
        Argument<string[]> names = verb.With(new Argument<string[]>("NAME") { Description = "job NAME, together with --from.", Arity = ArgumentArity.ZeroOrMore });
        Option<string?> file = verb.With(new Option<string?>("--file", "-f") { Description = "The manifest, YAML or JSON; - for standard input.", HelpName = "FILE" });
        Option<string?> from = verb.With(new Option<string?>("--from") { Description = "The CronJob to start a Job of: cronjob/NAME.", HelpName = "cronjob/NAME" });
        ChangeOutput output = new(verb);
        return verb.Does(context => (context.Result.GetValue(file), context.Result.GetValue(from), context.Result.GetValue(names)) switch
        {
            ({ } path, null, null or []) => OfFileAsync(context, path, output),
            (null, { } cronJob, { Length: > 0 } given) => OfCronJobAsync(context, cronJob, given, output),
            _ => throw new BadInputException("create: give either -f FILE, or job NAME --from cronjob/NAME"),
        });
    }

    private static async Task<int> OfFileAsync(VerbContext context, string path, ChangeOutput output)
    {
        ManifestText manifest = await ManifestText.ReadAsync(path);
        IReadOnlyList<ManifestResult> documents = ManifestDocuments.Read(manifest);
        List<Judgement> refused = [.. documents.Select(document => Judgement.OfNew(manifest.Source, document)).Where(judgement => !judgement.Accepted)];
        if (refused.Count > 0)
        {
            throw new BadInputException([.. refused.SelectMany(judgement => judgement.Problems), $"nothing was created; correct {manifest.Source} and create it again"]);
        }

        return await context.ForEachAsync(documents, document => CreateAsync(context, document, output));
    }

    private static async Task CreateAsync(VerbContext context, ManifestResult document, ChangeOutput output)
    {
        if (document.CronJob is { } cronJob)
        {
            await output.TellAsync(context, await context.CronJobs.CreateCronJobAsync(cronJob with { Metadata = Placed(context, cronJob.Metadata) }, context.CancellationToken), "created");
            return;
        }

        await output.TellAsync(context, await context.Jobs.CreateAsync(document.Job! with { Metadata = Placed(context, document.Job.Metadata) }, context.CancellationToken), "created");
    }

    private static ObjectMeta Placed(VerbContext context, ObjectMeta metadata) => metadata with { Namespace = metadata.Namespace ?? context.Namespace };

    private static async Task<int> OfCronJobAsync(VerbContext context, string cronJob, string[] names, ChangeOutput output)
    {
        if (ResourceNames.Parse([cronJob], ResourceKind.CronJob) is not [{ Kind: ResourceKind.CronJob, Name: { } source }]
            || ResourceNames.Parse(names) is not [{ Kind: ResourceKind.Job, Name: { } name }])
        {
            throw new BadInputException("create: write job NAME --from cronjob/NAME");
        }

        Job job = await context.CronJobs.TriggerCronJobAsync(context.Key(source), name, context.CancellationToken);
        await output.TellAsync(context, job, "created");
        return ExitCodes.Success;
    }
}
