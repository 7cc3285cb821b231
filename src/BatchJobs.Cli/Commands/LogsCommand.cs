using System.CommandLine;
using System.Globalization;
using BatchJobs.Cli.Connecting;
using BatchJobs.Cli.Input;
using BatchJobs.Cli.Reporting;
using BatchJobs.Client;
using BatchJobs.Execution;
using BatchJobs.Primitives;

namespace BatchJobs.Cli.Commands;

/// <summary><c>batchjobs logs</c>: the output of the pods of a Job, or of one.</summary>
internal static class LogsCommand
{
    public const string Examples = """
        The output of all pods of a Job, each line with the name of its pod:
          batchjobs logs import --store jobs.db

        As it comes, until the Job has ended:
          batchjobs logs import --follow

        The last lines of the pods of one index, or of one pod:
          batchjobs logs slices --index 3 --tail 20
          batchjobs logs pod/slices-3-x7k2p

        What the first pod of an index wrote, and what a container wrote before it was restarted:
          batchjobs logs slices --index 3 --attempt 1
          batchjobs logs slices --index 3 --previous

        The output of all Jobs of an application, with the time of each line:
          batchjobs logs -l app=import --timestamps

        The engine that runs the pods has their output: it has to have the store open.
        """;

    public static Command Create()
    {
        StoreVerb verb = new("logs", "Shows the output of pods.", StoreUse.Look);
        Argument<string[]> names = verb.WithNames("The NAME of a Job, job/NAME or pod/NAME.", ArgumentArity.ZeroOrMore);
        SelectorOptions selection = new(verb);
        Option<bool> follow = verb.With(new Option<bool>("--follow", "-f") { Description = "Go on until the pods have ended." });
        Option<int?> tail = verb.With(new Option<int?>("--tail") { Description = "How many lines from the end of each pod.", HelpName = "N" });
        Option<int?> index = verb.With(new Option<int?>("--index") { Description = "Only the pods of this completion index.", HelpName = "N" });
        Option<int?> attempt = verb.With(new Option<int?>("--attempt") { Description = "Only the pod with this number of each index, or of a Job without indexes; the first is 1.", HelpName = "N" });
        Option<bool> previous = verb.With(new Option<bool>("--previous", "-p") { Description = "What containers wrote before they were last restarted (restartPolicy: OnFailure)." });
        Option<string?> container = verb.With(new Option<string?>("--container", "-c") { Description = "Only this container.", HelpName = "NAME" });
        Option<bool> prefix = verb.With(new Option<bool>("--prefix") { Description = "Begin lines with the name of the pod, also if there is only one." });
        Option<bool> timestamps = verb.With(new Option<bool>("--timestamps") { Description = "Begin lines with the time they were written at." });
        verb.Command.Validators.Add(result =>
        {
            if (result.GetValue(previous) && result.GetValue(follow))
            {
                result.AddError("--previous: what a container wrote before its restart is complete; leave out --follow");
            }

            foreach (Option<int?> number in (Option<int?>[])[tail, index, attempt])
            {
                int least = number == attempt ? 1 : 0;
                if (result.GetResult(number) is { Tokens: [{ Value: { } text }] } && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value < least)
                {
                    result.AddError(string.Create(CultureInfo.InvariantCulture, $"{number.Name}: give {least} or more"));
                }
            }
        });
        return verb.Does(context => context.Result.GetValue(follow) ? context.ShowAsync(ShowAsync) : ShowAsync(context));

        async Task<int> ShowAsync(VerbContext context)
        {
            PodLogOptions options = new()
            {
                Follow = context.Result.GetValue(follow),
                Tail = context.Result.GetValue(tail),
                Container = context.Result.GetValue(container),
            };
            List<(ResourceKind Kind, JobKey Key)> wanted = await WantedAsync(context, context.Result.GetValue(names) ?? [], selection);
            LogLines lines = new(context.Result.GetValue(previous), context.Result.GetValue(prefix) || wanted.Count > 1, context.Result.GetValue(timestamps));
            LogPrinter printer = new(context.Jobs, context.Output, options, lines);
            PodChoice choice = new(context.Result.GetValue(index), context.Result.GetValue(attempt));
            int exitCode = options.Follow
                ? (await Task.WhenAll(wanted.Select(item => StoreVerb.TellingAsync(context.Result, () => PrintItemAsync(item))))).DefaultIfEmpty(ExitCodes.Success).Max()
                : await context.ForEachAsync(wanted, PrintItemAsync);
            if (exitCode == ExitCodes.Success && printer.Printed == 0 && options is { Follow: false, Tail: not 0 })
            {
                await context.Error.WriteLineAsync("no output: an engine has that of the pods it ran itself, and a store only the end of that of pods that failed");
            }

            return exitCode;

            async Task<int> PrintItemAsync((ResourceKind Kind, JobKey Key) item)
            {
                if (await PrintAsync(context, item.Kind, item.Key, choice, printer) || options.Follow)
                {
                    return ExitCodes.Success;
                }

                await context.Error.WriteLineAsync($"error: {Missing(context.Result.GetValue(previous), item.Kind.Display(item.Key.Name))}; batchjobs describe shows the attempts");
                return ExitCodes.Failure;
            }
        }
    }

    private static async Task<List<(ResourceKind Kind, JobKey Key)>> WantedAsync(VerbContext context, string[] names, SelectorOptions selection)
    {
        if (names.Length == 0 && selection.Any(context))
        {
            return [.. (await context.Jobs.ListAllAsync(selection.List(context), context.CancellationToken).ToListAsync(context.CancellationToken)).Select(job => (ResourceKind.Job, job.Key()))];
        }

        IReadOnlyList<ResourceName> given = ResourceNames.Parse(names);
        return given.Count > 0 && given.All(resource => resource is { Kind: not ResourceKind.CronJob, Name: not null })
            ? [.. given.Select(resource => (resource.Kind, context.Key(resource.Name!)))]
            : throw new BadInputException("logs: give the name of a Job, pod/NAME, or select Jobs with -l");
    }

    private static string Missing(bool previous, string name) => previous
        ? $"no container of {name} has been restarted, so that there is no previous output"
        : $"{name} has no such pod";

    private static async Task<bool> PrintAsync(VerbContext context, ResourceKind kind, JobKey key, PodChoice choice, LogPrinter printer)
    {
        if (kind == ResourceKind.Pod)
        {
            (Specs.Job owner, JobPod pod) = await PodSearch.FindAsync(context, key.Name);
            return await printer.PrintAsync(owner.Key(), [pod], context.CancellationToken);
        }

        return await printer.PrintJobAsync((await context.Jobs.GetAsync(key, context.CancellationToken)).Key(), choice, context.CancellationToken);
    }
}
