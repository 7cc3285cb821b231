using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using BatchJobs.Cli.Input;

namespace BatchJobs.Cli.Commands;

/// <summary>The command line as a whole.</summary>
internal static class CommandLine
{
    private const string Program = "batchjobs";

    /// <summary>By the words that lead to a command, but for the program's own.</summary>
    private static readonly Dictionary<string, string> Examples = new(StringComparer.Ordinal)
    {
        [Program] = """
            batchjobs run -f job.yaml
            batchjobs run --help
            """,
        ["run"] = RunCommand.Examples,
        ["serve"] = ServeCommand.Examples,
        ["top"] = TopCommand.Examples,
        ["completion"] = CompletionCommand.Examples,
        ["create"] = CreateCommand.Examples,
        ["get"] = GetCommand.Examples,
        ["describe"] = DescribeCommand.Examples,
        ["logs"] = LogsCommand.Examples,
        ["events"] = EventsCommand.Examples,
        ["explain"] = ExplainCommand.Examples,
        ["wait"] = WaitCommand.Examples,
        ["delete"] = DeleteCommand.Examples,
        ["suspend"] = SuspendCommands.SuspendExamples,
        ["resume"] = SuspendCommands.ResumeExamples,
        ["scale"] = ChangeCommands.ScaleExamples,
        ["retry-failed"] = ChangeCommands.RetryFailedExamples,
        ["cron"] = CronCommand.Examples,
        ["cron trigger"] = CronCommand.Examples,
        ["cron suspend"] = CronCommand.Examples,
        ["cron resume"] = CronCommand.Examples,
        ["validate"] = ValidateCommand.Examples,
        ["simulate"] = SimulateCommand.Examples,
        ["schedule"] = ScheduleCommand.Examples,
    };

    public static async Task<int> InvokeAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        ParseResult result = Parse(arguments);
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

            // Its suggestions are part of the answer to a mistake, and not what somebody asked for.
            configuration.Output = error;
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
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Such as a full disk to which the output goes, or an output that is closed.
            await error.WriteLineAsync($"error: {exception.Message}");
            return ExitCodes.Failure;
        }
    }

    /// <summary>Reads a command line and does nothing.</summary>
    /// <remarks>Without a replacer "@daily" is a schedule, not the name of a response file.</remarks>
    public static ParseResult Parse(IReadOnlyList<string> arguments) => Root().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });

    private static Command Root()
    {
        HelpOption help = new();
        Command root = new(Program, "Runs Kubernetes Jobs (batch/v1 manifests) on this machine, with the semantics they have on a cluster.")
        {
            RunCommand.Create(),
            ServeCommand.Create(),
            CreateCommand.Create(),
            GetCommand.Create(),
            DescribeCommand.Create(),
            LogsCommand.Create(),
            EventsCommand.Create(),
            ExplainCommand.Create(),
            TopCommand.Create(),
            WaitCommand.Create(),
            DeleteCommand.Create(),
            SuspendCommands.CreateSuspend(),
            SuspendCommands.CreateResume(),
            ChangeCommands.CreateScale(),
            ChangeCommands.CreateRetryFailed(),
            CronCommand.Create(),
            ValidateCommand.Create(),
            SimulateCommand.Create(),
            ScheduleCommand.Create(),
            CompletionCommand.Create(),
            help,
            new VersionOption(),
        };
        help.Action = new HelpWithExamples((HelpAction)help.Action!, Examples);
        root.Add(CompletionCommand.CreateHidden(root));
        return root;
    }

    /// <summary>The words that lead to a command.</summary>
    public static string Path(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{Path(parent)} {command.Name}" : command.Name;
}
