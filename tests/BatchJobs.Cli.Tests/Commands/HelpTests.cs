using System.CommandLine;
using System.Reflection;
using System.Text.RegularExpressions;
using BatchJobs.Cli.Commands;
using BatchJobs.Cli.Tests.Support;

namespace BatchJobs.Cli.Tests.Commands;

public partial class HelpTests
{
    [Theory]
    [InlineData("run")]
    [InlineData("validate")]
    [InlineData("serve")]
    [InlineData("create")]
    [InlineData("get")]
    [InlineData("describe")]
    [InlineData("logs")]
    [InlineData("events")]
    [InlineData("explain")]
    [InlineData("top")]
    [InlineData("wait")]
    [InlineData("delete")]
    [InlineData("suspend")]
    [InlineData("resume")]
    [InlineData("scale")]
    [InlineData("retry-failed")]
    [InlineData("completion")]
    [InlineData("simulate")]
    [InlineData("schedule")]
    [InlineData("cron trigger")]
    [InlineData("cron suspend")]
    [InlineData("cron resume")]
    public async Task The_help_of_every_command_teaches_with_examples(string command)
    {
        CommandResult result = (await CommandRun.RunAsync([.. command.Split(' '), "--help"])).Exited(0);

        Assert.Matches($@"Usage:\n  batchjobs {command} .*\[options\]", result.OutputText);
        string examples = result.OutputText[result.OutputText.IndexOf("Examples:", StringComparison.Ordinal)..];
        Assert.Contains($"batchjobs {command} ", examples, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_example_of_every_help_is_a_command_line_that_can_be_read()
    {
        List<string> examples = [];
        foreach (Command command in All(CommandLine.Parse([]).RootCommandResult.Command).Where(command => !command.Hidden))
        {
            using StringWriter help = new();
            Assert.Equal(0, await CommandLine.InvokeAsync([.. CommandLine.Path(command).Split(' ')[1..], "--help"], help, TextWriter.Null));
            examples.AddRange(Example().Matches(help.ToString()[help.ToString().IndexOf("Examples:", StringComparison.Ordinal)..]).Select(example => example.Groups["line"].Value.Trim()));
        }

        Assert.True(examples.Count > 60, $"{examples.Count} examples");
        Assert.All(examples.Distinct(), example => Assert.Equal([], CommandLine.Parse([.. Word().Matches(example).Select(word => word.Value.Trim('"'))]).Errors.Select(error => error.Message)));
    }

    [Fact]
    public void The_README_tells_every_exit_code()
    {
        IEnumerable<int> told = ExitCode().Matches(File.ReadAllText(Repository.File("src/BatchJobs.Cli/README.md"))).Select(row => int.Parse(row.Groups["code"].ValueSpan));

        Assert.Equal(typeof(ExitCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (int)field.GetRawConstantValue()!).Order(), told);
    }

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);

    /// <summary>From the name of the command to where the shell takes over.</summary>
    [GeneratedRegex(@"(^ +|\| |<\()batchjobs (?<line>[^|>&)\n]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Example();

    [GeneratedRegex("\"[^\"]*\"|'[^']*'|[^ ]+", RegexOptions.None, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"^\| (?<code>\d+) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ExitCode();

    [Fact]
    public async Task The_help_as_a_whole_names_all_commands()
    {
        CommandResult result = (await CommandRun.RunAsync("--help")).Exited(0);

        Assert.All(["run", "serve", "create", "get", "describe", "logs", "events", "explain", "top", "wait", "delete", "suspend", "resume", "scale", "retry-failed", "cron", "validate", "simulate", "schedule", "completion"], command => Assert.Matches($@"(?m)^  {command} +\S", result.OutputText));
    }

    [Fact]
    public async Task The_version_is_one_line()
    {
        CommandResult result = (await CommandRun.RunAsync("--version")).Exited(0);

        Assert.Matches(@"^\d+\.\d+\.\d+", Assert.Single(result.Output));
    }
}
