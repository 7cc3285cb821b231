using System.Globalization;
using BatchJobs.Building;
using BatchJobs.InProcess;
using BatchJobs.Runtime;
using BatchJobs.Specs;

namespace BatchJobs.Testing;

/// <summary>An engine that runs your own handlers under virtual time: hours of back-off, deadlines and delays take no time at all.</summary>
/// <remarks>
/// The clock moves only when the engine and all handlers wait. Handlers take it as their <see cref="TimeProvider"/>
/// (<c>Task.Delay(time, clock)</c>, <c>new PeriodicTimer(time, clock)</c>). What leaves a handler is not seen: input and output, <c>Task.Run</c>, and what
/// comes back from them by <c>ConfigureAwait(false)</c>; take <see cref="HoldTime"/> around it. A handler that blocks its thread holds the time by itself.
/// </remarks>
public sealed class JobTestHost : IAsyncDisposable
{
    private readonly Quiescence work = new();
    private int images;

    /// <summary>Makes a host.</summary>
    /// <param name="executor">Changes the settings of the executor, such as its services; the clock stays that of the host.</param>
    /// <param name="engine">Changes the settings of the engine; the clock stays that of the host.</param>
    /// <param name="clock">The clock; null for one that begins at midnight of 2000-01-01, UTC.</param>
    public JobTestHost(
        Func<InProcessExecutorOptions, InProcessExecutorOptions>? executor = null,
        Func<JobEngineOptions, JobEngineOptions>? engine = null,
        VirtualTimeProvider? clock = null)
    {
        Clock = clock ?? new VirtualTimeProvider();
        var executorOptions = new InProcessExecutorOptions();
        var engineOptions = new JobEngineOptions();
        Executor = new InProcessPodExecutor((executor?.Invoke(executorOptions) ?? executorOptions) with { TimeProvider = Clock, Quiescence = work });
        Engine = new JobEngine(Executor, (engine?.Invoke(engineOptions) ?? engineOptions) with { TimeProvider = Clock, Quiescence = work });
    }

    /// <summary>The clock; it stands still unless the host moves it.</summary>
    public VirtualTimeProvider Clock { get; }

    /// <summary>The engine.</summary>
    public JobEngine Engine { get; }

    /// <summary>What runs the handlers.</summary>
    public InProcessPodExecutor Executor { get; }

    /// <summary>Which handler stands behind which image name.</summary>
    public PodHandlers Handlers => Executor.Handlers;

    /// <summary>How long, in real time, to wait for something outside when nothing is due and yet a Job has not finished, or when what is due changes nothing about it.</summary>
    /// <value>30 s.</value>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Runs a Job until it has finished, well or badly.</summary>
    /// <param name="job">The Job; a <see cref="JobBuilder"/> will do.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>How the Job went.</returns>
    /// <exception cref="JobAssertionException">The Job waits for something that does not come.</exception>
    public async Task<JobTestRun> RunAsync(Job job, CancellationToken cancellationToken = default)
    {
        DateTimeOffset start = Clock.GetUtcNow();
        FollowedJob followed = await Engine.FollowAsync(job, cancellationToken).ConfigureAwait(false);
        JobView view = followed.View!;
        try
        {
            await Clock.RunUntilAsync(Engine, view.WhenFinishedAsync(), new VainWait(Patience, () => view.Version), cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException error)
        {
            throw new JobAssertionException(JobStory.OfStuck(view, start), error);
        }

        TimeSpan took = Clock.GetUtcNow() - start;
        JobReport report = await JobRunExtensions.ReportAsync(Engine, followed, cancellationToken).ConfigureAwait(false);
        return new JobTestRun(report, start, took, view);
    }

    /// <summary>Runs a Job with a handler that takes the place of its image.</summary>
    /// <param name="job">The Job; a <see cref="JobBuilder"/> will do.</param>
    /// <param name="handler">What each pod does.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>How the Job went.</returns>
    /// <exception cref="JobAssertionException">The Job waits for something that does not come.</exception>
    public Task<JobTestRun> RunAsync(Job job, IPodHandler handler, CancellationToken cancellationToken = default)
    {
        string image = NextImage();
        Handlers.Add(image, handler);
        return RunAsync(JobBuilder.From(job).Image(image), cancellationToken);
    }

    /// <summary>Runs a Job with a body that takes the place of its image; a pod succeeds unless the body throws.</summary>
    /// <param name="job">The Job; a <see cref="JobBuilder"/> will do.</param>
    /// <param name="body">What each pod does.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>How the Job went.</returns>
    /// <exception cref="JobAssertionException">The Job waits for something that does not come.</exception>
    public Task<JobTestRun> RunAsync(Job job, Func<PodContext, Task> body, CancellationToken cancellationToken = default)
    {
        string image = NextImage();
        Handlers.Add(image, body);
        return RunAsync(JobBuilder.From(job).Image(image), cancellationToken);
    }

    /// <summary>Moves time from one due thing to the next until nothing is due any more: no pod runs, no back-off, deadline or time to live is left.</summary>
    /// <param name="limit">How far to go at most; null for a year. A CronJob always has something due.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that ends when all rests.</returns>
    /// <exception cref="JobAssertionException">Something is still due beyond the limit.</exception>
    public async Task RunUntilIdleAsync(TimeSpan? limit = null, CancellationToken cancellationToken = default)
    {
        TimeSpan farthest = limit ?? TimeSpan.FromDays(365);
        await Clock.RunWhileAsync(Engine, Clock.GetUtcNow() + farthest, cancellationToken).ConfigureAwait(false);
        if (Clock.NextTimer is { } next)
        {
            throw new JobAssertionException(
                string.Create(CultureInfo.InvariantCulture, $"Nothing should be due after {farthest}, but the next thing is at {next:O}. A CronJob never rests; use AdvanceAsync."));
        }
    }

    /// <summary>Moves time on, and lets everything happen that is due until then.</summary>
    /// <param name="time">How far.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that ends when all that is due has happened.</returns>
    public Task AdvanceAsync(TimeSpan time, CancellationToken cancellationToken = default) => Clock.RunForAsync(Engine, time, cancellationToken);

    /// <summary>Keeps the time where it is while a handler does what the host can't see.</summary>
    /// <returns>Dispose of it to let time move again.</returns>
    public IDisposable HoldTime() => new Hold(work);

    /// <summary>Closes the engine, and lets as much time pass as its pods need to stop.</summary>
    /// <returns>A task that ends when the engine is closed.</returns>
    public async ValueTask DisposeAsync() => await Clock.RunUntilAsync(Engine, Engine.DisposeAsync().AsTask()).ConfigureAwait(false);

    private string NextImage() => string.Create(CultureInfo.InvariantCulture, $"tested-{Interlocked.Increment(ref images)}");

    private sealed class Hold : IDisposable
    {
        private Quiescence? work;

        public Hold(Quiescence work)
        {
            this.work = work;
            work.Enter();
        }

        public void Dispose() => Interlocked.Exchange(ref work, null)?.Exit();
    }
}
