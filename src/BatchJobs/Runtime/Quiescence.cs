using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace BatchJobs.Runtime;

/// <summary>Counts work in flight, so that virtual time can be held until there is none.</summary>
/// <remarks>Each Job begins and ends work several times, on several threads: one counter for all of them cost each Job of a small pod a tenth of its time.</remarks>
internal sealed class Quiescence
{
    /// <summary>A power of two.</summary>
    private const int Lanes = 16;

    private readonly Lock gate = new();
    private readonly Lane[] begun = new Lane[Lanes];
    private readonly Lane[] ended = new Lane[Lanes];
    private TaskCompletionSource? idle;

    /// <summary>Some work begins.</summary>
    public void Enter() => Interlocked.Increment(ref Mine(begun));

    /// <summary>Some work has ended, and whatever it led to has begun.</summary>
    public void Exit()
    {
        Interlocked.Increment(ref Mine(ended));
        if (Volatile.Read(ref idle) is not null)
        {
            Tell();
        }
    }

    /// <summary>Ends when no work is in flight; work begun by others meanwhile is waited for too.</summary>
    public async Task WhenIdleAsync()
    {
        while (!IsIdle)
        {
            Task wait;
            lock (gate)
            {
                idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                wait = idle.Task;
            }

            // Looked at once whoever ends work can see that somebody waits.
            Interlocked.MemoryBarrier();
            Tell();
            await wait.ConfigureAwait(false);
        }
    }

    /// <remarks>
    /// What has ended is counted first, so that whatever is added up meanwhile can only make it look busier than it was in between:
    /// if both are the same, there was a moment without work.
    /// </remarks>
    private bool IsIdle
    {
        get
        {
            long over = Sum(ended);
            return Sum(begun) == over;
        }
    }

    private void Tell()
    {
        if (!IsIdle)
        {
            return;
        }

        TaskCompletionSource? done;
        lock (gate)
        {
            done = idle;
            idle = null;
        }

        done?.TrySetResult();
    }

    private static ref long Mine(Lane[] lanes) => ref lanes[Environment.CurrentManagedThreadId & (Lanes - 1)].Count;

    private static long Sum(Lane[] lanes)
    {
        long sum = 0;
        foreach (ref Lane lane in lanes.AsSpan())
        {
            sum += Volatile.Read(ref lane.Count);
        }

        return sum;
    }

    /// <summary>Two cache lines, since the processor fetches them in pairs.</summary>
    [InlineArray(16)]
    private struct Lane
    {
        private long first;

        [UnscopedRef]
        public ref long Count => ref first;
    }
}
