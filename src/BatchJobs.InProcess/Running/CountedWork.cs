using BatchJobs.Runtime;

namespace BatchJobs.InProcess.Running;

/// <summary>Counts a body as busy whenever it can go on, and not while it waits; what it does after an await runs on the thread pool as ever.</summary>
/// <remarks>Work that leaves the body (<c>Task.Run</c>, input and output) is not seen.</remarks>
internal sealed class CountedWork(Quiescence quiescence) : SynchronizationContext
{
    public void Enter() => quiescence.Enter();

    public override SynchronizationContext CreateCopy() => this;

    public override void Post(SendOrPostCallback d, object? state)
    {
        quiescence.Enter();
        ThreadPool.UnsafeQueueUserWorkItem(static work => work.Self.Run(work.Callback, work.State), (Self: this, Callback: d, State: state), preferLocal: false);
    }

    /// <summary>Does something that was entered before.</summary>
    public void Run(SendOrPostCallback callback, object? state)
    {
        SynchronizationContext? before = Current;
        SetSynchronizationContext(this);
        try
        {
            callback(state);
        }
        finally
        {
            SetSynchronizationContext(before);
            quiescence.Exit();
        }
    }

    /// <summary>Counts something that runs elsewhere.</summary>
    public async Task RunAsync(Func<Task> elsewhere)
    {
        quiescence.Enter();
        try
        {
            await elsewhere().ConfigureAwait(false);
        }
        finally
        {
            quiescence.Exit();
        }
    }
}
