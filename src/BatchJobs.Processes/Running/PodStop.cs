using BatchJobs.Pods;

namespace BatchJobs.Processes.Running;

/// <summary>What was decided about the end of a pod; used under the lock of the pod.</summary>
/// <param name="time">The clock.</param>
internal sealed class PodStop(TimeProvider time)
{
    internal DateTimeOffset? DeletionTimestamp { get; private set; }

    internal long DeletionGracePeriodSeconds { get; private set; }

    /// <summary>What fails the pod whatever its exit codes, or null.</summary>
    internal PodEnding? Ending { get; private set; }

    /// <summary>The condition that says that the pod is not to blame, or null.</summary>
    internal PodCondition? Disruption { get; private set; }

    /// <summary>Takes a request to delete the pod.</summary>
    /// <returns>Whether it changes anything: of several, the one that is over first holds.</returns>
    internal bool Delete(TimeSpan grace)
    {
        var end = time.GetUtcNow() + grace;
        if (DeletionTimestamp <= end) return false;
        DeletionTimestamp = end;
        DeletionGracePeriodSeconds = (long)Math.Ceiling(grace.TotalSeconds);
        return true;
    }

    /// <summary>Takes the decision that the pod fails; the first one holds.</summary>
    internal void Fail(PodEnding ending)
    {
        if (Ending is not null) return;
        Ending = ending;
        if (ending.Disruption is { } disruption) Disruption = disruption with { LastTransitionTime = time.GetUtcNow() };
    }
}
