using BatchJobs.Kubernetes.Requests;
using Microsoft.Extensions.Logging;

namespace BatchJobs.Kubernetes.Lease;

/// <summary>Sees that of all engines with one identity only one acts: who renews the lease in time keeps it.</summary>
/// <remarks>
/// Clocks of different machines are never compared: a lease counts as abandoned when it has not changed for its whole duration
/// as measured here. Kubernetes: leader election of client-go.
/// </remarks>
internal sealed class EngineLease : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource closing = new();
    private readonly LeaseRecord record;
    private readonly TimeSpan duration;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task renewing = Task.CompletedTask;
    private long renewedAt;

    public EngineLease(ApiServer server, string namespaceName, string name, TimeSpan duration, TimeProvider time, ILogger logger)
    {
        record = new LeaseRecord(server, namespaceName, name, duration, time);
        this.duration = duration;
        this.time = time;
        this.logger = logger;
    }

    /// <summary>Whether this engine is the one to act.</summary>
    public bool IsHeld
    {
        get
        {
            lock (gate)
            {
                return held.Task.IsCompleted && time.GetElapsedTime(renewedAt) < duration;
            }
        }
    }

    /// <summary>Waits until the lease is ours, and keeps it from then on.</summary>
    public async Task AcquireAsync(CancellationToken cancellationToken)
    {
        if (!await TryAsync(cancellationToken).ConfigureAwait(false))
        {
            KubernetesLog.LeaseHeldElsewhere(logger, record.Name, record.Holder);
        }

        renewing = Task.Run(() => KeepAsync(closing.Token), CancellationToken.None);
        await WhenHeldAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends when this engine is the one to act.</summary>
    public Task WhenHeldAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return held.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Gives the lease back, so that nobody has to wait for its end.</summary>
    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync().ConfigureAwait(false);
        await renewing.ConfigureAwait(false);
        if (IsHeld)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            try
            {
                await record.GiveBackAsync(patience.Token).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // the end of an engine must not fail because of it
            catch
#pragma warning restore CA1031
            {
                // Then it ends by itself.
            }
        }

        closing.Dispose();
    }

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(duration / (IsHeld ? 3 : 6), time, cancellationToken).ConfigureAwait(false);
                await RenewAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Closed.
        }
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(duration / 3, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            if (!await TryAsync(either.Token).ConfigureAwait(false))
            {
                Lose(null);
            }
        }
#pragma warning disable CA1031 // whatever went wrong, also with what makes credentials: the next attempt may go right
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            // What was ours stays so until its time is over, less what a late answer may take.
            if (time.GetElapsedTime(renewedAt) >= duration * 2 / 3)
            {
                Lose(error);
            }
        }
    }

    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        long begun = time.GetTimestamp();
        if (!await record.TryTakeAsync(cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        lock (gate)
        {
            renewedAt = begun;
            if (held.TrySetResult())
            {
                KubernetesLog.LeaseAcquired(logger, record.Name);
            }
        }

        return true;
    }

    private void Lose(Exception? error)
    {
        lock (gate)
        {
            if (held.Task.IsCompleted)
            {
                held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                KubernetesLog.LeaseLost(logger, record.Name, error);
            }
        }
    }
}
