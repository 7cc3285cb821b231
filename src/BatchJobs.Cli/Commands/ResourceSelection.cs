using System.CommandLine;
using BatchJobs.Cli.Input;
using BatchJobs.Primitives;
using BatchJobs.Watching;

namespace BatchJobs.Cli.Commands;

/// <summary>Jobs and CronJobs that are named, or selected by labels, fields, or <c>--all</c>.</summary>
internal sealed class ResourceSelection
{
    private readonly ResourceKind usual;
    private readonly Argument<string[]> names;
    private readonly SelectorOptions selection;
    private readonly Option<bool> all = new("--all") { Description = "All of the kind that is given." };

    /// <param name="verb">The verb.</param>
    /// <param name="usual">The kind of bare names, and of what is selected without a kind.</param>
    /// <param name="description">What to name, if not anything.</param>
    public ResourceSelection(StoreVerb verb, ResourceKind usual = ResourceKind.Job, string description = "The NAME of a Job, job/NAME, cronjob/NAME, or a kind (jobs, cronjobs) to be selected from.")
    {
        this.usual = usual;
        names = verb.WithNames(description, ArgumentArity.ZeroOrMore);
        selection = new SelectorOptions(verb);
        verb.With(all);
    }

    /// <exception cref="BadInputException">Nothing is named and nothing selected.</exception>
    public async Task<IReadOnlyList<(ResourceKind Kind, JobKey Key)>> FindAsync(VerbContext context)
    {
        string[] given = context.Result.GetValue(names) ?? [];
        bool selects = selection.Any(context) || context.Result.GetValue(all);
        List<(ResourceKind Kind, JobKey Key)> found = [];
        foreach (ResourceName resource in given is [] && selects ? [new ResourceName(usual, null)] : ResourceNames.Parse(given, usual))
        {
            if (resource.Kind == ResourceKind.Pod)
            {
                throw new BadInputException($"{context.Result.CommandResult.Command.Name}: give Jobs or CronJobs, not pods; batchjobs get pods shows those");
            }

            if (resource.Name is { } name)
            {
                found.Add((resource.Kind, context.Key(name)));
            }
            else
            {
                found.AddRange((await SelectAsync(context, resource.Kind, selects)).Select(key => (resource.Kind, key)));
            }
        }

        return found.Count > 0 || selects ? found : throw Nothing(context);
    }

    /// <summary>The same where each gives a new object its name, unless the user has one for it.</summary>
    /// <exception cref="BadInputException">Something else is named, or nothing, or several are to share a name.</exception>
    public async Task<IReadOnlyList<JobKey>> FindUsualAsync(VerbContext context, Option<string?> newName)
    {
        IReadOnlyList<JobKey> found = await FindUsualAsync(context);
        return found.Count < 2 || context.Result.GetValue(newName) is null ? found : throw new BadInputException($"{newName.Name}: one name will not do for several; leave it out");
    }

    /// <summary>The same where only the usual kind will do.</summary>
    /// <exception cref="BadInputException">Something else is named, or nothing.</exception>
    public async Task<IReadOnlyList<JobKey>> FindUsualAsync(VerbContext context) =>
    [
        .. (await FindAsync(context)).Select(found => found.Kind == usual
            ? found.Key
            : throw new BadInputException($"{context.Result.CommandResult.Command.Name}: give the names of {(usual == ResourceKind.Job ? "Jobs" : "CronJobs")}")),
    ];

    private async Task<IReadOnlyList<JobKey>> SelectAsync(VerbContext context, ResourceKind kind, bool selects)
    {
        if (!selects)
        {
            throw Nothing(context);
        }

        return kind == ResourceKind.Job
            ? await context.Jobs.ListAllAsync(selection.List(context), context.CancellationToken).Select(job => job.Key()).ToListAsync(context.CancellationToken)
            : [.. (await context.CronJobs.ListCronJobsAsync(selection.Namespace(context), context.CancellationToken))
                .Where(cronJob => LabelSelection.Matches(selection.Labels(context), cronJob.Metadata.Labels))
                .Select(cronJob => new JobKey(cronJob.Metadata.Namespace!, cronJob.Metadata.Name!))];
    }

    private static BadInputException Nothing(VerbContext context) =>
        new($"{context.Result.CommandResult.Command.Name}: give names, or select with -l, --field-selector, --finished or --all");
}
