using BatchJobs.Execution;
using BatchJobs.Pods;

namespace BatchJobs.Scheduling;

/// <summary>Where a pod is on its way to a node; used under the lock of its executor.</summary>
internal sealed class PodPlacement(PodId id, long number)
{
    public PodId Id { get; } = id;

    /// <summary>How many pods came before it, which is its place among those that wait.</summary>
    public long Number { get; } = number;

    public PlacementState State { get; set; } = PlacementState.Waiting;

    public WaitingPod? Waiting { get; init; }

    public RunningPod? Running { get; set; }

    /// <summary>The node last bound to; null before.</summary>
    public PodNode? Node { get; set; }

    /// <summary>What was last reported by us or by the node.</summary>
    public PodStatus? Status { get; set; }

    /// <summary>A stop that came while the node was being asked to start the pod.</summary>
    public PendingStop? Stop { get; set; }

    /// <summary>A cycle would have preempted it, but its node was still being asked to start it.</summary>
    public bool IsUnwanted { get; set; }

    /// <summary>Why it was preempted; null if it was not.</summary>
    public string? PreemptedFor { get; set; }

    /// <summary>Refusals of nodes in a row, and until when the pod is not offered again.</summary>
    public int Refusals { get; set; }

    public DateTimeOffset? NotBefore { get; set; }

    public bool Released { get; set; }

    public PodStartRequest? Request => Waiting?.Request;
}

/// <summary>A request to stop that has to wait.</summary>
internal sealed record PendingStop(TimeSpan? GracePeriod);

/// <summary>How far a pod is.</summary>
internal enum PlacementState
{
    /// <summary>In the queue.</summary>
    Waiting,

    /// <summary>A node has been asked to start it.</summary>
    Binding,

    /// <summary>A node has it.</summary>
    Bound,

    /// <summary>It has ended, on its node or before it ever got one.</summary>
    Ended,
}
