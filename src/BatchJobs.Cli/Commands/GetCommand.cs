using System.CommandLine;
using BatchJobs.Cli.Connecting;
using BatchJobs.Cli.Input;
using BatchJobs.Cli.Reporting;
using BatchJobs.Client;
using BatchJobs.Specs;
using BatchJobs.Watching;

namespace BatchJobs.Cli.Commands;

/// <summary><c>batchjobs get</c>: Jobs, CronJobs and pods as rows or as objects.</summary>
internal sealed class GetCommand
{
    public const string Examples = """
        All Jobs and CronJobs of a store:
          export BATCHJOBS_STORE=jobs.db
          batchjobs get

        Those that failed to finish, of one application, in all namespaces:
          batchjobs get jobs -A -l app=import --finished false

        One Job in full:
          batchjobs get job nightly-28934 -o yaml

        The pods of a Job, with index, exit code and duration:
          batchjobs get pods -l job-name=import -o wide

        Every change from now on:
          batchjobs get jobs --watch
        """;

    private readonly StoreVerb verb = new("get", "Shows Jobs, CronJobs or pods.", StoreUse.Look);
    private readonly Argument<string[]> names;
    private readonly SelectorOptions selection;
    private readonly Option<ObjectFormat> format;
    private readonly Option<bool> watch = new("--watch", "-w") { Description = "Show Jobs again whenever they change." };

    private GetCommand()
    {
        names = verb.WithNames("jobs, cronjobs or pods and then names, or job/NAME; without it all Jobs and CronJobs.", ArgumentArity.ZeroOrMore);
        selection = new SelectorOptions(verb);
        format = verb.With(ObjectFormatOption.Create("a table", "json", "yaml", "wide", "name"));
        verb.With(watch);
    }

    public static Command Create()
    {
        GetCommand command = new();
        return command.verb.Does(command.RunAsync);
    }

    private async Task<int> RunAsync(VerbContext context)
    {
        IReadOnlyList<ResourceName> wanted = ResourceNames.Parse(context.Result.GetValue(names) is { Length: > 0 } given ? given : ["cronjobs,jobs"]);
        if (context.Result.GetValue(watch))
        {
            return await context.ShowAsync(shown => WatchAsync(shown, wanted));
        }

        Findings found = await FindAsync(context, wanted);
        found.Write(context.Output, context.Result.GetValue(format), single: wanted is [{ Name: not null }], withNamespace: selection.AllNamespaces(context));
        foreach (JobNotFoundException missing in found.Missing)
        {
            await context.Error.WriteLineAsync($"error: {missing.Message}");
        }

        if (found.IsEmpty && found.Missing.Count == 0 && context.Result.GetValue(format) is ObjectFormat.Table or ObjectFormat.Wide)
        {
            await context.Error.WriteLineAsync(selection.AllNamespaces(context) ? "No resources found." : $"No resources found in {context.Namespace} namespace.");
        }

        return found.Missing.Count == 0 ? ExitCodes.Success : ExitCodes.Failure;
    }

    private async Task<Findings> FindAsync(VerbContext context, IReadOnlyList<ResourceName> wanted)
    {
        Findings found = new();
        foreach (ResourceName resource in wanted)
        {
            try
            {
                await FindAsync(context, resource, found);
            }
            catch (JobNotFoundException missing)
            {
                found.Missing.Add(missing);
            }
        }

        return found;
    }

    private async Task FindAsync(VerbContext context, ResourceName resource, Findings found)
    {
        switch (resource)
        {
            case { Kind: ResourceKind.Job, Name: { } name }:
                found.Jobs.Add(await context.Jobs.GetAsync(context.Key(name), context.CancellationToken));
                break;
            case { Kind: ResourceKind.CronJob, Name: { } name }:
                found.CronJobs.Add(await context.CronJobs.GetCronJobAsync(context.Key(name), context.CancellationToken));
                break;
            case { Kind: ResourceKind.Pod, Name: { } name }:
                found.Pods.Add(await PodSearch.FindAsync(context, name));
                break;
            case { Kind: ResourceKind.Job }:
                found.Jobs.AddRange(await context.Jobs.ListAllAsync(selection.List(context), context.CancellationToken).ToListAsync(context.CancellationToken));
                break;
            case { Kind: ResourceKind.CronJob }:
                found.CronJobs.AddRange((await context.CronJobs.ListCronJobsAsync(selection.Namespace(context), context.CancellationToken))
                    .Where(cronJob => LabelSelection.Matches(selection.Labels(context), cronJob.Metadata.Labels)));
                break;
            default:
                await foreach ((Job job, JobPod pod) in PodSearch.AllAsync(context, selection.List(context) with { LabelSelector = null }))
                {
                    if (LabelSelection.Matches(selection.Labels(context), PodJson.Labels(job, pod)))
                    {
                        found.Pods.Add((job, pod));
                    }
                }

                break;
        }
    }

    private async Task<int> WatchAsync(VerbContext context, IReadOnlyList<ResourceName> wanted)
    {
        if (wanted.Any(resource => resource.Kind != ResourceKind.Job) && context.Result.GetValue(names) is { Length: > 0 } || wanted.Count(resource => resource.Name is not null) > 1)
        {
            throw new BadInputException("--watch: give jobs, or the name of one Job");
        }

        string? name = wanted[^1].Name;
        JobWatchOptions options = name is null
            ? new JobWatchOptions { Namespace = selection.Namespace(context), LabelSelector = selection.Labels(context) }
            : new JobWatchOptions { Key = (await context.Jobs.GetAsync(context.Key(name), context.CancellationToken)).Key() };
        ObjectFormat shown = context.Result.GetValue(format);
        bool wide = shown == ObjectFormat.Wide;
        GrowingTable table = new(context.Output, Tables.JobHeader(wide));
        await foreach (JobChange change in context.Jobs.WatchAsync(options, context.CancellationToken))
        {
            switch (shown)
            {
                case ObjectFormat.Json:
                    await context.Output.WriteLineAsync(JsonLines.Line(ObjectText.Json(change.Job).AsObject()));
                    break;
                case ObjectFormat.Yaml:
                    await context.Output.WriteLineAsync($"---\n{ObjectText.Yaml([ObjectText.Json(change.Job)])}");
                    break;
                case ObjectFormat.Name:
                    await context.Output.WriteLineAsync(ResourceKind.Job.Display(change.Job.Metadata.Name));
                    break;
                default:
                    table.Add(Tables.Row(change.Job, wide, TimeProvider.System.GetUtcNow()));
                    break;
            }
        }

        return ExitCodes.Success;
    }
}
