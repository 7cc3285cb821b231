using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using BatchJobs.Cli.Input;
using BatchJobs.Cli.Reporting;
using BatchJobs.Cron;

namespace BatchJobs.Cli.Commands;

/// <summary><c>batchjobs schedule</c>: when a cron schedule is due next.</summary>
internal static class ScheduleCommand
{
    public const string Examples = """
        The next five runs of a schedule:
          batchjobs schedule "*/15 9-17 * * MON-FRI"

        What happens when the clocks change:
          batchjobs schedule "30 2 * * *" --time-zone Europe/Berlin --from 2027-03-26T00:00:00Z --count 4

        For a program:
          batchjobs schedule @daily --output json
        """;

    public static Command Create()
    {
        Argument<string[]> expression = new("EXPR")
        {
            Description = "Five cron fields in quotes, @hourly, @daily, @weekly, @monthly, @yearly or @every DURATION.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string> timeZone = new("--time-zone")
        {
            Description = "The zone whose clocks the fields speak of, such as Europe/Berlin.",
            HelpName = "ZONE",
            DefaultValueFactory = _ => "UTC",
        };
        Option<string?> from = new("--from") { Description = "The instant to begin after, such as 2027-03-26T00:00:00Z; now if absent.", HelpName = "TIME" };
        Option<int> count = new("--count") { Description = "How many runs to show.", HelpName = "N", DefaultValueFactory = _ => 5 };
        count.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--count: give 1 or more");
            }
        });
        Option<OutputFormat> output = SharedOptions.Output();
        Command command = new("schedule", "Tells when a cron schedule is due next, as Kubernetes reads it.") { expression, timeZone, from, count, output };
        command.SetAction(result => Show(
            Runs(Schedule(result.GetRequiredValue(expression)), Instant(result.GetValue(from)), Zone(result.GetRequiredValue(timeZone)), result.GetValue(count)),
            result.GetValue(output),
            result.InvocationConfiguration));
        return command;
    }

    private static int Show(List<DateTimeOffset> runs, OutputFormat format, InvocationConfiguration streams)
    {
        foreach (DateTimeOffset run in runs)
        {
            string utc = Text(run.UtcDateTime, "yyyy-MM-dd'T'HH:mm:ss'Z'");
            string local = Text(run, "yyyy-MM-dd'T'HH:mm:sszzz");
            streams.Output.WriteLine(format == OutputFormat.Json
                ? JsonLines.Line(new JsonObject { ["time"] = utc, ["local"] = local })
                : $"{utc}   {Text(run, "ddd dd MMM yyyy HH:mm:ss zzz")}");
        }

        if (runs.Count == 0)
        {
            streams.Error.WriteLine("the schedule is valid but not due within five years; a CronJob with it would never run");
            return ExitCodes.Failure;
        }

        return ExitCodes.Success;
    }

    private static List<DateTimeOffset> Runs(CronSchedule schedule, DateTimeOffset after, TimeZoneInfo zone, int count)
    {
        List<DateTimeOffset> runs = [];
        while (runs.Count < count && schedule.Next(after, zone) is { } next)
        {
            runs.Add(TimeZoneInfo.ConvertTime(next, zone));
            after = next;
        }

        return runs;
    }

    private static CronSchedule Schedule(string[] words)
    {
        string expression = string.Join(' ', words);
        if (CronSchedule.TryParse(expression, out CronSchedule? schedule, out string? error))
        {
            return schedule;
        }

        string advice = CronSchedule.Suggest(expression)
            ?? (words.Length > 1 ? "put it in quotes, since the shell replaces * by the names of files" : "write five fields such as \"30 2 * * *\" (minute hour day month weekday), or @daily");
        throw new BadInputException($"schedule \"{expression}\": {error}; {advice}");
    }

    private static TimeZoneInfo Zone(string name) =>
        CronTimeZone.TryLoad(name, out TimeZoneInfo? zone, out string? error)
            ? zone ?? TimeZoneInfo.Local
            : throw new BadInputException($"--time-zone: {error}; give a name of the IANA database such as Europe/Berlin");

    private static DateTimeOffset Instant(string? text) =>
        text is null ? TimeProvider.System.GetUtcNow()
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset instant) ? instant
        : throw new BadInputException($"--from: \"{text}\" is not a time; write it like 2027-03-26T00:00:00Z");

    private static string Text(IFormattable time, string format) => time.ToString(format, CultureInfo.InvariantCulture);
}
