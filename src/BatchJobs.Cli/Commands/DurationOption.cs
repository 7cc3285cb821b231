using System.CommandLine;
using BatchJobs.Primitives;

namespace BatchJobs.Cli.Commands;

/// <summary>An option whose value is a duration as kubectl takes it: <c>90s</c>, <c>1h30m</c>, <c>500ms</c>.</summary>
internal static class DurationOption
{
    public static Option<TimeSpan?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DURATION",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (GoDuration.TryParseTicks(text, out TimeSpan duration, out _) && duration > TimeSpan.Zero)
            {
                return duration;
            }

            result.AddError($"{name}: \"{text}\" is not a duration; write it like 90s, 10m or 1h30m");
            return null;
        },
    };
}
