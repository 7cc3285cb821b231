using System.CommandLine;
using System.Text.Json.Nodes;
using BatchJobs.Cli.Connecting;
using BatchJobs.Cli.Input;
using BatchJobs.Cli.Reporting;
using BatchJobs.Client;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Cli.Commands;

/// <summary><c>batchjobs events</c>: what happened to Jobs and CronJobs, oldest first.</summary>
internal static class EventsCommand
{
    public const string Examples = """
        All events of a namespace:
          batchjobs events --store jobs.db

        Those of one Job, of one CronJob:
          batchjobs events import
          batchjobs events cronjob/nightly

        What went wrong; for a program:
          batchjobs events --types Warning
          batchjobs events import --output json | jq -r .reason
        """;

    public static Command Create()
    {
        StoreVerb verb = new("events", "Shows what happened to Jobs and CronJobs.", StoreUse.Look);
        Argument<string[]> names = verb.WithNames("The NAME of a Job, job/NAME or cronjob/NAME; without it all of the namespace.", ArgumentArity.ZeroOrMore);
        Option<bool> allNamespaces = verb.With(new Option<bool>("--all-namespaces", "-A") { Description = "In all namespaces." });
        Option<string?> types = verb.With(new Option<string?>("--types") { Description = "Only events of these types.", HelpName = "Normal,Warning" });
        types.AcceptOnlyFromAmong("Normal", "Warning", "Normal,Warning", "Warning,Normal");
        Option<ObjectFormat> output = verb.With(ObjectFormatOption.Create("a table", "json", "yaml"));
        return verb.Does(async context =>
        {
            List<(string About, JobEventEntry Entry)> entries = [];
            int exitCode = await context.ForEachAsync(await FindAsync(context, names, context.Result.GetValue(allNamespaces)), async item =>
            {
                (ResourceKind kind, JobKey key) = item;
                IReadOnlyList<JobEventEntry> events = kind == ResourceKind.Job
                    ? await context.Jobs.ListEventsAsync(key, context.CancellationToken)
                    : await context.CronJobs.ListCronJobEventsAsync(key, context.CancellationToken);
                entries.AddRange(events.Select(entry => ($"{(kind == ResourceKind.Job ? "job" : "cronjob")}/{key.Name}", entry)));
            });

            if (context.Result.GetValue(types) is { } wanted)
            {
                entries.RemoveAll(item => !wanted.Split(',').Contains(item.Entry.Type));
            }

            entries.Sort((one, other) => one.Entry.LastTime.CompareTo(other.Entry.LastTime));
            switch (context.Result.GetValue(output))
            {
                case ObjectFormat.Json:
                    entries.ForEach(item => context.Output.WriteLine(JsonLines.Line(Json(item.About, item.Entry))));
                    return exitCode;
                case ObjectFormat.Yaml:
                    context.Output.WriteLine(ObjectText.Yaml(entries.Select(item => Json(item.About, item.Entry))));
                    return exitCode;
            }

            if (entries.Count == 0)
            {
                return exitCode == ExitCodes.Success ? await NoneAsync(context) : exitCode;
            }

            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            foreach (string line in TextTable.Lines(
            [
                ["OBJECT", .. EventTable.Header],
                .. entries.Select(item => (string[])[item.About, .. EventTable.Row(item.Entry, now)]),
            ]))
            {
                await context.Output.WriteLineAsync(line);
            }

            return exitCode;
        });
    }

    private static async Task<int> NoneAsync(VerbContext context)
    {
        await context.Error.WriteLineAsync("No events found.");
        return ExitCodes.Success;
    }

    private static JsonObject Json(string about, JobEventEntry entry) => new()
    {
        ["object"] = about,
        ["type"] = entry.Type,
        ["reason"] = entry.Reason,
        ["message"] = entry.Message,
        ["count"] = entry.Count,
        ["firstTime"] = entry.FirstTime,
        ["lastTime"] = entry.LastTime,
    };

    private static async Task<IReadOnlyList<(ResourceKind Kind, JobKey Key)>> FindAsync(VerbContext context, Argument<string[]> names, bool everywhere)
    {
        if (context.Result.GetValue(names) is { Length: > 0 } given)
        {
            return [.. ResourceNames.Parse(given).Select(resource => resource is { Kind: not ResourceKind.Pod, Name: { } name }
                ? (resource.Kind, context.Key(name))
                : throw new BadInputException("events: give the names of Jobs or CronJobs"))];
        }

        string? place = everywhere ? null : context.Namespace;
        List<(ResourceKind Kind, JobKey Key)> found =
            [.. (await context.CronJobs.ListCronJobsAsync(place, context.CancellationToken)).Select(cronJob => (ResourceKind.CronJob, new JobKey(cronJob.Metadata.Namespace!, cronJob.Metadata.Name!)))];
        await foreach (Job job in context.Jobs.ListAllAsync(new JobListOptions { Namespace = place }, context.CancellationToken))
        {
            found.Add((ResourceKind.Job, job.Key()));
        }

        return found;
    }
}
