using System.CommandLine;

namespace BatchJobs.Cli.Commands;

/// <summary>Options that several commands have, each time as a new object since an option belongs to one command.</summary>
internal static class SharedOptions
{
    public static Option<string> File(string description) => new("--file", "-f")
    {
        Description = description,
        HelpName = "FILE",
        Required = true,
    };

    public static Option<OutputFormat> Output() => new("--output", "-o")
    {
        Description = "text (the default) for people, json for programs: one JSON object a line.",
        HelpName = "text|json",
        CustomParser = result =>
        {
            if (Enum.TryParse(result.Tokens[0].Value, ignoreCase: true, out OutputFormat format) && !char.IsDigit(result.Tokens[0].Value[0]))
            {
                return format;
            }

            result.AddError($"--output: \"{result.Tokens[0].Value}\" is neither text nor json");
            return default;
        },
    };
}
