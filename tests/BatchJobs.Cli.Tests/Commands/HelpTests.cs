using BatchJobs.Cli.Tests.Support;

namespace BatchJobs.Cli.Tests.Commands;

public class HelpTests
{
    [Theory]
    [InlineData("run")]
    [InlineData("validate")]
    [InlineData("simulate")]
    [InlineData("schedule")]
    public async Task The_help_of_every_command_teaches_with_examples(string command)
    {
        CommandResult result = (await CommandRun.RunAsync(command, "--help")).Exited(0);

        Assert.Matches($@"Usage:\n  batchjobs {command} .*\[options\]", result.OutputText);
        string examples = result.OutputText[result.OutputText.IndexOf("Examples:", StringComparison.Ordinal)..];
        Assert.Contains($"batchjobs {command} ", examples, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_help_as_a_whole_names_all_commands()
    {
        CommandResult result = (await CommandRun.RunAsync("--help")).Exited(0);

        Assert.All(["run", "validate", "simulate", "schedule"], command => Assert.Matches($@"(?m)^  {command} +\S", result.OutputText));
    }

    [Fact]
    public async Task The_version_is_one_line()
    {
        CommandResult result = (await CommandRun.RunAsync("--version")).Exited(0);

        Assert.Matches(@"^\d+\.\d+\.\d+", Assert.Single(result.Output));
    }
}
