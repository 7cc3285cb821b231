using System.CommandLine;
using BatchJobs.Cli.Input;
using BatchJobs.Cli.Reporting;
using BatchJobs.Cli.Running;
using BatchJobs.Processes;
using Spectre.Console;

namespace BatchJobs.Cli.Commands;

/// <summary><c>batchjobs run</c>: runs the Jobs of a manifest and waits until all have ended.</summary>
internal static class RunCommand
{
    public const string Examples = """
        Run a Job and see the output of its pods:
          batchjobs run -f job.yaml

        Run what another program writes, and give up after ten minutes:
          generate-jobs | batchjobs run -f - --timeout 10m

        Read the outcome with a program:
          batchjobs run -f job.yaml --output json | jq 'select(.type == "job") | .status'

        Exit codes: 0 all Jobs complete, 1 a Job failed or the time was up, 2 bad input and nothing started,
        130 stopped by Ctrl-C or SIGTERM.
        """;

    public static Command Create()
    {
        Option<string> file = SharedOptions.File("The manifest, YAML or JSON, with one Job or several; - for standard input.");
        Option<string> executor = new("--executor") { Description = "What runs the pods: as processes of this machine.", DefaultValueFactory = _ => "processes" };
        executor.AcceptOnlyFromAmong("processes");
        Option<OutputFormat> output = SharedOptions.Output();
        Option<TimeSpan?> timeout = DurationOption.Create("--timeout", "Stop the pods and fail when the Jobs take longer, such as 90s or 1h30m.");
        Command command = new("run", "Runs the Jobs of a manifest side by side and waits until all have ended.") { file, executor, output, timeout };
        command.SetAction(result => RunAsync(
            result.GetRequiredValue(file),
            result.GetValue(timeout),
            result.GetValue(output),
            result.InvocationConfiguration));
        return command;
    }

    private static async Task<int> RunAsync(string file, TimeSpan? timeout, OutputFormat format, InvocationConfiguration streams)
    {
        using StopSignals signals = new();
        RunPlan plan = RunPlan.Read(await ManifestText.ReadAsync(file));
        await using IRunReporter reporter = Reporter(format, streams);
        foreach (string warning in plan.Warnings)
        {
            await reporter.NoteAsync($"warning: {warning}");
        }

        await using JobEngine engine = new(new ProcessPodExecutor(), new JobEngineOptions { FinishedPodHistory = 1000 });
        return await new RunSession(engine, reporter, signals).RunAsync(plan.Jobs, timeout);
    }

    private static IRunReporter Reporter(OutputFormat format, InvocationConfiguration streams) =>
        format == OutputFormat.Json ? new JsonRunReporter(streams.Output, streams.Error, TimeProvider.System)
        : AnsiConsole.Profile.Capabilities is { Interactive: true, Ansi: true } && !Console.IsOutputRedirected ? new LiveRunReporter(AnsiConsole.Console, TimeProvider.System)
        : new TextRunReporter(streams.Output, streams.Error, TimeProvider.System);
}
