using BatchJobs.Cli.Connecting;
using BatchJobs.Cli.Reporting;
using BatchJobs.Client;
using BatchJobs.Control;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Sqlite;

namespace BatchJobs.Cli.Running;

/// <summary>An engine over processes of this machine; with a store it goes on where it was left, and listens to other commands.</summary>
internal sealed class MachineTarget : IRunTarget
{
    private readonly JobEngine engine;
    private readonly JobControlServer? server;
    private readonly IRunReporter reporter;
    private readonly StopSignals signals;

    private MachineTarget(JobEngine engine, JobControlServer? server, DateTimeOffset since, IRunReporter reporter, StopSignals signals)
    {
        Since = since;
        this.engine = engine;
        this.server = server;
        this.reporter = reporter;
        this.signals = signals;
    }

    public IJobClient Client => engine;

    public DateTimeOffset Since { get; }

    /// <param name="store">Where Jobs are kept; null for nowhere.</param>
    /// <param name="reporter">Is told what is worth knowing.</param>
    /// <param name="signals">The second one kills pods that are stopping.</param>
    public static async Task<MachineTarget> OpenAsync(StoreFile? store, IRunReporter reporter, StopSignals signals)
    {
        DateTimeOffset since = TimeProvider.System.GetUtcNow();
        JobEngineOptions options = new() { FinishedPodHistory = 1000, Store = store is null ? null : new SqliteJobStore(store.Path) };
        JobEngine opened = await JobEngine.OpenAsync(MachinePods.NewExecutor(), options, signals.Stop);
        return new MachineTarget(opened, store is null ? null : await ListenAsync(opened, store, reporter), since, reporter, signals);
    }

    public long? CountLines(PodId pod) => engine.Executor.CountLines(pod);

    public async Task<Job> BeginAsync(Job job)
    {
        try
        {
            return await engine.CreateAsync(job);
        }
        catch (JobAlreadyExistsException)
        {
            Job kept = await engine.GetAsync(job.Key());
            await reporter.JobGoesOnAsync(kept.Key());
            return kept;
        }
    }

    public async Task<CronJob> BeginAsync(CronJob cronJob)
    {
        try
        {
            return await engine.CreateCronJobAsync(cronJob);
        }
        catch (JobAlreadyExistsException exception)
        {
            await reporter.NoteAsync($"cronjob.batch/{exception.Key.Display()} goes on as the store has it");
            return await engine.GetCronJobAsync(exception.Key);
        }
    }

    /// <summary>Stops all pods without changing their Jobs, which the next engine takes up.</summary>
    public Task CloseAsync() => engine.StopAsync(signals.Kill);

    public Task StopAsync(JobKey key) => Task.CompletedTask;

    public Task CleanUpAsync(JobKey key) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        await engine.DisposeAsync();
    }

    private static async Task<JobControlServer?> ListenAsync(JobEngine opened, StoreFile store, IRunReporter reporter)
    {
        try
        {
            return JobControlServer.Start(opened, store.Socket);
        }
        catch (JobControlException exception)
        {
            await reporter.NoteAsync($"warning: other commands can look at {store.Path} but change nothing: {exception.Message}");
            return null;
        }
    }
}
