using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using BatchJobs.Cli.Input;

namespace BatchJobs.Cli.Commands;

/// <summary>The command line as a whole.</summary>
internal static class CommandLine
{
    public static async Task<int> InvokeAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        // Without a replacer "@daily" is a schedule, not the name of a response file.
        ParseResult result = Root().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        InvocationConfiguration configuration = new()
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,

            // The run command stops its pods itself when a signal comes.
            ProcessTerminationTimeout = null,
        };
        if (result.Action is ParseErrorAction parseError)
        {
            parseError.ShowHelp = false;
            await result.InvokeAsync(configuration);
            await error.WriteLineAsync($"see: {Path(result.CommandResult.Command)} --help");
            return ExitCodes.BadInput;
        }

        try
        {
            return await result.InvokeAsync(configuration);
        }
        catch (BadInputException exception)
        {
            foreach (string problem in exception.Problems)
            {
                await error.WriteLineAsync($"error: {problem}");
            }

            return ExitCodes.BadInput;
        }
    }

    private static Command Root()
    {
        HelpOption help = new();
        Command root = new("batchjobs", "Runs Kubernetes Jobs (batch/v1 manifests) on this machine, with the semantics they have on a cluster.")
        {
            RunCommand.Create(),
            ValidateCommand.Create(),
            SimulateCommand.Create(),
            ScheduleCommand.Create(),
            help,
            new VersionOption(),
        };
        help.Action = new HelpWithExamples((HelpAction)help.Action!, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [root.Name] = """
                batchjobs run -f samples/manifests/example-job.yaml
                batchjobs run --help
                """,
            ["run"] = RunCommand.Examples,
            ["validate"] = ValidateCommand.Examples,
            ["simulate"] = SimulateCommand.Examples,
            ["schedule"] = ScheduleCommand.Examples,
        });
        return root;
    }

    private static string Path(Command command) => command.Parents.Any() ? $"batchjobs {command.Name}" : "batchjobs";
}
