using System.CommandLine;
using BatchJobs.Cron;

namespace BatchJobs.Cli.Commands;

/// <summary>An option whose value is a duration as kubectl takes it: <c>90s</c>, <c>1h30m</c>, <c>500ms</c>.</summary>
internal static class DurationOption
{
    private const long NanosecondsPerTick = 100;

    public static Option<TimeSpan?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DURATION",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (GoDuration.TryParse(text, out long nanoseconds, out _) && nanoseconds >= NanosecondsPerTick)
            {
                return TimeSpan.FromTicks(nanoseconds / NanosecondsPerTick);
            }

            result.AddError($"{name}: \"{text}\" is not a duration; write it like 90s, 10m or 1h30m");
            return null;
        },
    };
}
