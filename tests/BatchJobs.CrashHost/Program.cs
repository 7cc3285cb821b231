using System.Globalization;
using BatchJobs;
using BatchJobs.Client;
using BatchJobs.CrashHost;
using BatchJobs.Execution;
using BatchJobs.InProcess;
using BatchJobs.Processes;
using BatchJobs.Specs;
using BatchJobs.Sqlite;

// Runs fifty Jobs in two engines, one of calls and one of processes, and goes on with them when it is started again.
// Arguments: folder of the stores, anchor of the clock in ticks, mark of the processes, lag of the stores in milliseconds.
string folder = args[0];
var clock = new AnchoredClock(new DateTimeOffset(long.Parse(args[1], CultureInfo.InvariantCulture), TimeSpan.Zero), factor: 500);
var journal = new Journal(folder);
var bodies = new Bodies(journal);

await using JobEngine calls = await OpenAsync("calls", new InProcessPodExecutor(new InProcessExecutorOptions { Handlers = bodies.Handlers, TimeProvider = clock, MaxConcurrentPods = 16 }));
bodies.Engine = calls;
await using JobEngine processes = await OpenAsync("processes", new ProcessPodExecutor(new ProcessExecutorOptions { TimeProvider = clock }));
Console.WriteLine("open");

await Task.WhenAll(RunAsync("calls", calls, Work.Calls), RunAsync("processes", processes, Work.Processes(args[2])));
Console.WriteLine("done");

Task<JobEngine> OpenAsync(string name, IPodExecutor executor) =>
    JobEngine.OpenAsync(executor, new JobEngineOptions
    {
        TimeProvider = clock,
        Store = new SqliteJobStore(Path.Combine(folder, $"{name}.db")),
        StoreLag = TimeSpan.FromMilliseconds(int.Parse(args[3], CultureInfo.InvariantCulture)),
    });

async Task RunAsync(string name, JobEngine engine, IEnumerable<Job> jobs)
{
    IReadOnlySet<string> promised = journal.Promised;
    Job[] all = [.. jobs];
    foreach (Job job in all)
    {
        string promise = $"{name}/{job.Metadata.Name}";
        try
        {
            await engine.CreateAsync(job);
            if (promised.Contains(promise))
            {
                journal.Violation($"{promise} was lost");
            }

            journal.Promise(promise);
        }
        catch (JobAlreadyExistsException)
        {
            // Taken up from the store.
        }
    }

    Job[] finished = await Task.WhenAll(all.Select(job => engine.WaitAsync(job.Key())));
    foreach (Job job in finished)
    {
        JobStatus status = job.Status!;
        JobCondition end = job.FindCondition(JobConditionTypes.Complete) ?? job.FindCondition(JobConditionTypes.Failed)!;

        // Without a failure policy, which needs pods that are not restarted, what a crash ends counts as failed.
        string failed = job.Metadata.Name!.StartsWith("restarts", StringComparison.Ordinal) ? "any" : $"{status.Failed ?? 0}";
        Console.WriteLine($"{name}/{job.Metadata.Name} {end.Type} {end.Reason} succeeded={status.Succeeded ?? 0} failed={failed} completed={status.CompletedIndexes} given-up={status.FailedIndexes} message={end.Message}");
    }
}
