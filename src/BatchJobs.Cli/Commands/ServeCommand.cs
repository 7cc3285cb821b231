using System.CommandLine;
using BatchJobs.Cli.Connecting;
using BatchJobs.Cli.Reporting;
using BatchJobs.Cli.Running;
using BatchJobs.Client;
using BatchJobs.Primitives;

namespace BatchJobs.Cli.Commands;

/// <summary><c>batchjobs serve</c>: runs the Jobs of a store until it is stopped.</summary>
internal static class ServeCommand
{
    public const string Examples = """
        Run what is in a store, and whatever other commands create in it, until Ctrl-C:
          batchjobs serve --store jobs.db
          batchjobs create -f job.yaml --store jobs.db

        What the pods of this machine leave undone at Ctrl-C goes on when the store is served again; no retry is spent.
        Exit codes: 0 stopped by Ctrl-C, SIGTERM or SIGHUP, 3 the store can't be used.
        """;

    public static Command Create()
    {
        StoreOption store = new();
        Command command = new("serve", "Runs the Jobs and CronJobs of a store as processes of this machine until it is stopped.") { store.Option };
        command.SetAction(result => StoreVerb.TellingAsync(result, () => ServeAsync(store.Get(result), result.InvocationConfiguration)));
        return command;
    }

    private static async Task<int> ServeAsync(StoreFile store, InvocationConfiguration streams)
    {
        using StopSignals signals = new();
        await using TextRunReporter reporter = new(streams.Output, streams.Error, TimeProvider.System);
        try
        {
            await using MachineTarget target = await MachineTarget.OpenAsync(store, reporter, signals);
            await streams.Output.WriteLineAsync($"serving {store.Path}; press Ctrl-C to stop");
            Task told = TellAsync(target.Client, streams.Output);
            await Task.WhenAny(told, Task.Delay(Timeout.Infinite, signals.Stop));
            await reporter.NoteAsync("stopping the pods; press Ctrl-C again to kill them");
            await target.CloseAsync();
            await told;
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            // While the store was being opened.
        }

        return ExitCodes.Success;
    }

    /// <summary>Says what becomes of Jobs, until the engine closes.</summary>
    private static async Task TellAsync(IJobClient client, TextWriter output)
    {
        Dictionary<JobKey, string> words = [];
        await foreach (JobChange change in client.WatchAsync())
        {
            JobKey key = change.Job.Key();
            string word = change.Type == JobChangeType.Deleted ? "deleted" : change.Job.StatusWord();
            if (words.GetValueOrDefault(key) != word)
            {
                words[key] = word;
                await output.WriteLineAsync($"job.batch/{key.Display()} {word}");
            }

            if (change.Type == JobChangeType.Deleted)
            {
                words.Remove(key);
            }
        }
    }
}
