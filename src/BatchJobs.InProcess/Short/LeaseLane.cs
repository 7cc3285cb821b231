using System.Runtime.CompilerServices;
using BatchJobs.Execution;

namespace BatchJobs.InProcess.Short;

/// <summary>One of the places in which the pods of a Job follow one another under a lease: the one that lives now, and what may follow it.</summary>
/// <remarks>Used under its own lock, after that of the lease; others than the thread of its pod take it only when the lease closes, or is shared with a second one.</remarks>
internal sealed class LeaseLane
{
#pragma warning disable CS0169, IDE0051 // two lanes in one cache line would cost each other what they are for
    private readonly Padding room;
#pragma warning restore CS0169, IDE0051

    public Lock Gate { get; } = new();

    public LeaseShare Share { get; } = new();

    /// <summary>The pod that was started last and has not ended.</summary>
    public PodContext? Pod { get; set; }

    [InlineArray(16)]
    private struct Padding
    {
        private long first;
    }
}
