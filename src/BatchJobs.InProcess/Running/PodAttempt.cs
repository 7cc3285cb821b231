using System.Diagnostics;
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
    private readonly Lock gate = new();
    private AsyncServiceScope? scope;
    private Task? cancellation;
    private bool ended;

    public PodAttempt(InProcessPod pod, ExecutorServices services, PodHandlerRegistration registration, int restarts)
    {
        this.pod = pod;
        this.services = services;
        this.registration = registration;
        Context = new PodContext(pod.Request, restarts, this);
    }

    /// <summary>A call that was made elsewhere and has not returned.</summary>
    public PodAttempt(InProcessPod pod, ExecutorServices services, PodHandlerRegistration registration, PodContext context)
    {
        this.pod = pod;
        this.services = services;
        this.registration = registration;
        Context = context;
    }

    public PodContext Context { get; }

    /// <summary>Whether its pod has ended.</summary>
    public bool HasEnded => pod.IsEnded;

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

    public void Write(string? line, bool isError) => pod.Write(line, isError);

    /// <summary>Calls the body, on the thread pool or on a thread of its own.</summary>
    public void Launch()
    {
        services.Bodies.Enter();
        services.Work?.Enter();
        if (registration.OwnThread)
        {
            new Thread(static self => ((IThreadPoolWorkItem)self!).Execute()) { IsBackground = true, Name = pod.Request.Name }.UnsafeStart(this);
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>Asks the body to end; what its registrations do, they do on other threads.</summary>
    public void Cancel() => cancellation ??= services.Work?.RunAsync(Context.StopSource.CancelAsync) ?? Context.StopSource.CancelAsync();

    void IThreadPoolWorkItem.Execute()
    {
        if (services.Work is { } work)
        {
            work.Run(static self => ((PodAttempt)self!).Live(), this);
        }
        else
        {
            Live();
        }
    }

    // Comes back to where the body is counted, if it is; there is no other context here.
    private async void Live()
    {
        // What the body traces belongs to the span of its pod.
        Activity.Current = pod.Request.Activity;
        using IDisposable? logScope = services.PodLogger?.BeginScope(new Logs.PodLogScope(Context));
        await FinishAsync(await RunAsync().ConfigureAwait(true)).ConfigureAwait(true);
    }

    /// <summary>A body that was called elsewhere has returned.</summary>
    public async void Complete(AttemptOutcome outcome)
    {
        try
        {
            await DisposeScopeAsync().ConfigureAwait(true);
        }
#pragma warning disable CA1031 // as for a body that was called here
        catch (Exception error)
#pragma warning restore CA1031
        {
            outcome = services.Options.ExceptionExitCodes.OutcomeOf(error);
        }

        await FinishAsync(outcome).ConfigureAwait(true);
    }

    private async ValueTask FinishAsync(AttemptOutcome outcome)
    {
        pod.HasEnded(this, outcome);
        await CleanUpAsync().ConfigureAwait(true);
        services.Bodies.Exit();
    }

    private async ValueTask<AttemptOutcome> RunAsync()
    {
        try
        {
            try
            {
                if (Context.IsStopping)
                {
                    return AttemptOutcome.WasCancelled;
                }

                return AttemptOutcome.Exited(await registration.Handler.RunAsync(Context).ConfigureAwait(true));
            }
            finally
            {
                await DisposeScopeAsync().ConfigureAwait(true);
            }
        }
        catch (OperationCanceledException) when (Context.IsStopping)
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
            await (cancellation ?? Task.CompletedTask).ConfigureAwait(true);
        }
#pragma warning disable CA1031 // what a registration of the body throws when its token fires
        catch (Exception error)
#pragma warning restore CA1031
        {
            InProcessLog.CancellationFailed(services.Logger, pod.Request.Name, error);
        }

        Context.DisposeStopSource();
    }
}
