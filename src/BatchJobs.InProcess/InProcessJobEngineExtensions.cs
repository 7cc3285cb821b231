using System.Globalization;
using BatchJobs.Building;
using BatchJobs.Client;
using BatchJobs.InProcess;
using BatchJobs.InProcess.Handlers;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs;

/// <summary>Running Jobs whose body is given with them.</summary>
/// <remarks>The engine must have been made over an <see cref="InProcessPodExecutor"/>; the body takes the place of the image.</remarks>
public static class InProcessJobEngineExtensions
{
    /// <summary>Tells the bodies of this process from those of an earlier one, whose Jobs a store may still hold.</summary>
    private static readonly string Life = Guid.NewGuid().ToString("N")[..8];

    private static long bodies;

    /// <summary>Runs a Job and waits until it has finished, well or badly; a pod succeeds unless the body throws.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="job">The Job; a <see cref="JobBuilder"/> will do.</param>
    /// <param name="body">What each pod does.</param>
    /// <param name="cancellationToken">Ends the waiting and deletes the Job.</param>
    /// <returns>How the Job went.</returns>
    public static Task<JobReport> RunAsync(this JobEngine engine, Job job, Func<PodContext, Task> body, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        return RunAsync(engine, job, new AsyncHandler(body), cancellationToken);
    }

    /// <summary>Runs a Job and waits until it has finished, well or badly; the body returns the exit code of the pod.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="job">The Job; a <see cref="JobBuilder"/> will do.</param>
    /// <param name="body">What each pod does.</param>
    /// <param name="cancellationToken">Ends the waiting and deletes the Job.</param>
    /// <returns>How the Job went.</returns>
    public static Task<JobReport> RunAsync(this JobEngine engine, Job job, Func<PodContext, Task<int>> body, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        return RunAsync(engine, job, new ExitCodeHandler(body), cancellationToken);
    }

    /// <summary>Runs a Job and waits until it has finished, well or badly.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="job">The Job; a <see cref="JobBuilder"/> will do.</param>
    /// <param name="handler">What each pod does.</param>
    /// <param name="cancellationToken">Ends the waiting and deletes the Job.</param>
    /// <returns>How the Job went.</returns>
    public static async Task<JobReport> RunAsync(this JobEngine engine, Job job, IPodHandler handler, CancellationToken cancellationToken = default)
    {
        PodHandlers handlers = HandlersOf(engine);
        string image = Bind(handlers, handler);
        try
        {
            return await engine.RunToCompletionAsync(JobBuilder.From(job).Image(image), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            handlers.Remove(image);
        }
    }

    /// <summary>Runs a Job whose pods each work something out, and waits until it has finished, well or badly.</summary>
    /// <typeparam name="TResult">What a pod works out.</typeparam>
    /// <param name="engine">The engine.</param>
    /// <param name="job">The Job; a <see cref="JobBuilder"/> will do.</param>
    /// <param name="body">What each pod does; its value is the result of the pod.</param>
    /// <param name="cancellationToken">Ends the waiting and deletes the Job.</param>
    /// <returns>How the Job went, and the results of the pods that succeeded.</returns>
    public static async Task<JobReport<TResult>> ComputeAsync<TResult>(
        this JobEngine engine,
        Job job,
        Func<PodContext, Task<TResult>> body,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        var handler = new ResultHandler<TResult>(body);
        JobReport report = await RunAsync(engine, job, handler, cancellationToken).ConfigureAwait(false);
        return new JobReport<TResult>(report, handler.Results);
    }

    /// <summary>Waits until a Job that is there already has finished, well or badly, and tells how it went, with the results its pods have set.</summary>
    /// <typeparam name="TResult">What <see cref="PodContext.SetResult"/> was given; results of other types are left out.</typeparam>
    /// <param name="engine">The engine.</param>
    /// <param name="key">The Job.</param>
    /// <param name="cancellationToken">Ends the waiting; the Job goes on.</param>
    /// <returns>How the Job went, and the results of the pods that succeeded; with a store also those from before a restart.</returns>
    /// <exception cref="JobNotFoundException">There is no such Job, or it was deleted before it finished.</exception>
    /// <remarks>Results go with their Job: one that lives for 0 s after its end may have taken them along.</remarks>
    public static async Task<JobReport<TResult>> WaitForReportAsync<TResult>(this JobEngine engine, JobKey key, CancellationToken cancellationToken = default)
    {
        InProcessPodExecutor executor = ExecutorOf(engine);
        JobReport report = await engine.WaitForReportAsync(key, cancellationToken).ConfigureAwait(false);
        return new JobReport<TResult>(report, executor.GetResults<TResult>(Guid.Parse(report.Job.Metadata.Uid!)));
    }

    private static PodHandlers HandlersOf(JobEngine engine) => ExecutorOf(engine).Handlers;

    private static InProcessPodExecutor ExecutorOf(JobEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return engine.FindExecutor<InProcessPodExecutor>()
            ?? throw new InvalidOperationException($"A body can run only in an engine over an {nameof(InProcessPodExecutor)}; this one is over a {engine.Executor.GetType().Name}.");
    }

    private static string Bind(PodHandlers handlers, IPodHandler handler)
    {
        string image = string.Create(CultureInfo.InvariantCulture, $"delegate-{Life}-{Interlocked.Increment(ref bodies)}");
        handlers.Add(image, handler);
        return image;
    }
}
