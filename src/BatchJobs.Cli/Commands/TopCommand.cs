using System.CommandLine;
using System.Globalization;
using BatchJobs.Cli.Connecting;
using BatchJobs.Cli.Reporting;
using BatchJobs.Cli.Running;
using BatchJobs.Client;
using BatchJobs.Specs;
using Spectre.Console;

namespace BatchJobs.Cli.Commands;

/// <summary><c>batchjobs top</c>: all Jobs and their pods, as they change.</summary>
internal static class TopCommand
{
    public const string Examples = """
        All Jobs of a store with their progress and pods, until Ctrl-C:
          batchjobs top --store jobs.db

        Into a file or a pipe it writes one look as a table.
        """;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    public static Command Create()
    {
        StoreVerb verb = new("top", "Shows all Jobs and their pods as they change.", StoreUse.Look);
        SelectorOptions selection = new(verb);
        return verb.Does(context => AnsiConsole.Profile.Capabilities is { Interactive: true, Ansi: true } && !Console.IsOutputRedirected
            ? LiveAsync(context.Jobs, selection.List(context))
            : OnceAsync(context, selection.List(context)));
    }

    private static async Task<int> OnceAsync(VerbContext context, JobListOptions options)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        List<string[]> rows = [["NAMESPACE", .. Tables.JobHeader(wide: false), "ACTIVE", "FAILED"]];
        await foreach (Job job in context.Jobs.ListAllAsync(options, context.CancellationToken))
        {
            rows.Add([job.Metadata.Namespace!, .. Tables.Row(job, wide: false, now), Number(job.Status?.Active), Number(job.Status?.Failed)]);
        }

        foreach (string line in TextTable.Lines(rows))
        {
            await context.Output.WriteLineAsync(line);
        }

        return ExitCodes.Success;
    }

    private static string Number(int? count) => (count ?? 0).ToString(CultureInfo.InvariantCulture);

    private static async Task<int> LiveAsync(IJobClient client, JobListOptions options)
    {
        using StopSignals signals = new();
        LiveView view = new(TimeProvider.System, AnsiConsole.Profile);
        await AnsiConsole.Live(view.Render()).StartAsync(async display =>
        {
            while (!signals.Stop.IsCancellationRequested)
            {
                await LookAsync(client, options, view);
                display.UpdateTarget(view.Render());
                await Task.Delay(Tick, signals.Stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        });
        return ExitCodes.Success;
    }

    private static async Task LookAsync(IJobClient client, JobListOptions options, LiveView view)
    {
        List<Job> jobs = await client.ListAllAsync(options).ToListAsync();
        view.Keep(jobs);
        foreach (Job job in jobs.Where(job => !job.IsFinished()))
        {
            try
            {
                foreach (JobPod pod in await client.ListPodsAsync(job.Key()))
                {
                    view.Show(pod);
                }
            }
            catch (JobNotFoundException)
            {
                // Gone since it was listed.
            }
        }
    }
}
