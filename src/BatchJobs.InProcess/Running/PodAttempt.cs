using System.Diagnostics;
using BatchJobs.Execution;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BatchJobs.InProcess.Running;

/// <summary>One call of a body, with its own token and scope.</summary>
#pragma warning disable CA1001 // disposes of its token source itself, when the body and all callbacks have ended
internal sealed class PodAttempt : IThreadPoolWorkItem, IAttemptHost
#pragma warning restore CA1001
{
    private readonly InProcessPod pod;
    private readonly ExecutorServices services;
    private readonly PodHandlerRegistration registration;
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private AsyncServiceScope? scope;
    private Task? cancellation;
    private bool ended;

    public PodAttempt(InProcessPod pod, ExecutorServices services, PodHandlerRegistration registration, int restarts)
    {
        this.pod = pod;
        this.services = services;
        this.registration = registration;
        PodStartRequest request = pod.Request;
        Context = new PodContext(this)
        {
            Job = request.Job,
            PodName = request.Name,
            CompletionIndex = request.Index,
            PodNumber = (int)request.Id.Ordinal,
            Attempt = AttemptNumber.Of(request, restarts),
            Args = [.. pod.Container.Command ?? [], .. pod.Container.Args ?? []],
            CancellationToken = stopping.Token,
        };
    }

    public PodContext Context { get; }

    public IReadOnlyDictionary<string, string> Environment => PodEnvironment.Of(pod.Request, pod.Container);

    public IServiceProvider? Services
    {
        get
        {
            lock (gate)
            {
                ObjectDisposedException.ThrowIf(ended, this);
                scope ??= services.Options.Services?.CreateAsyncScope();
                return scope?.ServiceProvider;
            }
        }
    }

    public ILogger Logger => new Logs.PodLogger(this, services.PodLogger);

    public void ReportProgress(string progress) => pod.ReportProgress(this, progress);

    public void Write(string line, bool isError) => pod.Write(line, isError);

    /// <summary>Calls the body, on the thread pool or on a thread of its own.</summary>
    public void Launch()
    {
        services.Bodies.Enter();
        if (registration.OwnThread)
        {
            new Thread(static self => ((PodAttempt)self!).Execute()) { IsBackground = true, Name = pod.Request.Name }.UnsafeStart(this);
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>Asks the body to end; what its registrations do, they do on other threads.</summary>
    public void Cancel() => cancellation ??= stopping.CancelAsync();

    public async void Execute()
    {
        // What the body traces belongs to the span of its pod.
        Activity.Current = pod.Request.Activity;
        using IDisposable? logScope = services.PodLogger?.BeginScope(new Logs.PodLogScope(Context));
        AttemptOutcome outcome = await RunAsync().ConfigureAwait(false);
        pod.HasEnded(this, outcome);
        await CleanUpAsync().ConfigureAwait(false);
        services.Bodies.Exit();
    }

    private async ValueTask<AttemptOutcome> RunAsync()
    {
        try
        {
            try
            {
                Context.CancellationToken.ThrowIfCancellationRequested();
                return AttemptOutcome.Exited(await registration.Handler.RunAsync(Context).ConfigureAwait(false));
            }
            finally
            {
                await DisposeScopeAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return AttemptOutcome.WasCancelled;
        }
#pragma warning disable CA1031 // whatever a body throws is the failure of its pod, and of nothing else
        catch (Exception error)
#pragma warning restore CA1031
        {
            return services.Options.ExceptionExitCodes.OutcomeOf(error);
        }
    }

    private ValueTask DisposeScopeAsync()
    {
        lock (gate)
        {
            ended = true;
            return scope?.DisposeAsync() ?? default;
        }
    }

    private async ValueTask CleanUpAsync()
    {
        try
        {
            await (cancellation ?? Task.CompletedTask).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // what a registration of the body throws when its token fires
        catch (Exception error)
#pragma warning restore CA1031
        {
            InProcessLog.CancellationFailed(services.Logger, pod.Request.Name, error);
        }

        stopping.Dispose();
    }
}
