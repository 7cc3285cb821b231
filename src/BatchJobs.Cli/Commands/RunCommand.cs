using System.CommandLine;
using BatchJobs.Cli.Input;
using BatchJobs.Cli.Reporting;
using BatchJobs.Cli.Running;
using BatchJobs.Cli.Running.Clusters;
using BatchJobs.Client;
using BatchJobs.Specs;
using Spectre.Console;

namespace BatchJobs.Cli.Commands;

/// <summary><c>batchjobs run</c>: runs the Jobs of a manifest and waits until all have ended.</summary>
internal static class RunCommand
{
    public const string Name = "run";

    public const string Examples = """
        Run a Job and see the output of its pods:
          batchjobs run -f job.yaml

        Run its pods on the cluster of the kubeconfig, or hand the whole Job to the cluster:
          batchjobs run -f job.yaml --executor kubernetes --namespace batch
          batchjobs run -f job.yaml --native

        Keep the Jobs in a file: after an interruption the same command goes on, and others can look meanwhile:
          batchjobs run -f job.yaml --store jobs.db
          batchjobs get --store jobs.db

        Run CronJobs until Ctrl-C:
          batchjobs run -f cronjob.yaml

        Run what another program writes, and give up after ten minutes:
          generate-jobs | batchjobs run -f - --timeout 10m

        Read the outcome with a program:
          batchjobs run -f job.yaml --output json | jq 'select(.type == "job") | .status'

        Exit codes: 0 all Jobs complete, 1 a Job failed or the time was up, 2 bad input and nothing started,
        130 stopped by Ctrl-C or SIGTERM.
        """;

    public static Command Create()
    {
        Option<string> file = SharedOptions.File("The manifest, YAML or JSON, with Jobs and CronJobs; - for standard input.");
        TargetOptions target = new();
        Option<OutputFormat> output = SharedOptions.Output();
        Option<TimeSpan?> timeout = DurationOption.Create("--timeout", "Stop the pods and fail when the Jobs take longer, such as 90s or 1h30m.");
        Command command = new(Name, "Runs the Jobs of a manifest side by side and waits until all have ended; with CronJobs until it is stopped.") { file, output, timeout };
        target.AddTo(command);
        command.SetAction(result => StoreVerb.TellingAsync(result, () => RunAsync(
            result.GetRequiredValue(file),
            target.Read(result),
            result.GetValue(timeout),
            result.GetValue(output),
            result.InvocationConfiguration)));
        return command;
    }

    private static async Task<int> RunAsync(string file, TargetChoice choice, TimeSpan? timeout, OutputFormat format, InvocationConfiguration streams)
    {
        RunPlan plan = RunPlan.Read(await ManifestText.ReadAsync(file), choice.Kind == TargetKind.Machine);

        // Before there is something to stop, a signal ends the command by itself: also its wait for the manifest.
        using StopSignals signals = new();
        await using IRunReporter reporter = Reporter(format, streams);
        foreach (string warning in plan.Warnings)
        {
            await reporter.NoteAsync($"warning: {warning}");
        }

        IReadOnlyList<Job> jobs = [.. plan.Jobs.Select(choice.Place)];
        try
        {
            await using IRunTarget target = await choice.OpenAsync(jobs, plan.CronJobs.Count > 0, reporter, signals);
            return await new RunSession(target, reporter, signals).RunAsync(jobs, [.. plan.CronJobs.Select(choice.Place)], timeout);
        }
        catch (Exception error) when (error is JobAlreadyExistsException || ClusterAccess.Refused(error))
        {
            throw new BadInputException(error.Words());
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            return ExitCodes.Interrupted; // while the store was being opened
        }
    }

    public static IRunReporter Reporter(OutputFormat format, InvocationConfiguration streams) =>
        format == OutputFormat.Json ? new JsonRunReporter(streams.Output, streams.Error, TimeProvider.System)
        : AnsiConsole.Profile.Capabilities is { Interactive: true, Ansi: true } && !Console.IsOutputRedirected ? new LiveRunReporter(AnsiConsole.Console, TimeProvider.System)
        : new TextRunReporter(streams.Output, streams.Error, TimeProvider.System);
}
