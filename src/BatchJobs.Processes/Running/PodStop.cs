using BatchJobs.Pods;

namespace BatchJobs.Processes.Running;

/// <summary>Who asked a pod to end, until when it may take, and the timer that ends it by force.</summary>
/// <param name="time">The clock.</param>
/// <param name="kill">Ends the pod by force.</param>
internal sealed class PodStop(TimeProvider time, Action kill)
{
    private readonly Lock _gate = new();
    private DateTimeOffset _killAt = DateTimeOffset.MaxValue;
    private ITimer? _timer;
    private bool _settled;

    internal DateTimeOffset? DeletionTimestamp { get; private set; }

    internal long DeletionGracePeriodSeconds { get; private set; }

    internal PodEnding? Ending { get; private set; }

    /// <summary>The condition that says that the pod is not to blame, or null.</summary>
    internal PodCondition? Disruption { get; private set; }

    /// <summary>Takes a request to end; called under the lock of the pod.</summary>
    /// <param name="grace">The time between the request and force.</param>
    /// <param name="ending">What fails the pod; null if it is deleted.</param>
    /// <returns>Whether the request changes anything: of several, the one that is over first holds.</returns>
    internal bool Request(TimeSpan grace, PodEnding? ending)
    {
        var isDeletion = ending is null || ending.Disruption is not null;
        var changes = ending is not null && Ending is null;
        Ending ??= ending;
        Disruption ??= ending?.Disruption is { } disruption ? disruption with { LastTransitionTime = time.GetUtcNow() } : null;
        var end = time.GetUtcNow() + grace;
        if (!isDeletion || DeletionTimestamp <= end) return changes;

        DeletionTimestamp = end;
        DeletionGracePeriodSeconds = (long)Math.Ceiling(grace.TotalSeconds);
        return true;
    }

    /// <summary>Sees to it that force is used after <paramref name="grace"/> at the latest.</summary>
    internal void KillAfter(TimeSpan grace)
    {
        lock (_gate)
        {
            var killAt = time.GetUtcNow() + grace;
            if (_settled || killAt >= _killAt) return;
            _killAt = killAt;
            if (grace > TimeSpan.Zero)
            {
                _timer ??= time.CreateTimer(_ => kill(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _timer.Change(grace, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        kill();
    }

    /// <summary>The pod has ended: there is nothing to kill any longer.</summary>
    internal void Settle()
    {
        lock (_gate)
        {
            _settled = true;
            _timer?.Dispose();
        }
    }
}
