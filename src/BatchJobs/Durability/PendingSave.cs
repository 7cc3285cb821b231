using System.Threading.Tasks.Sources;
using BatchJobs.Storage;

namespace BatchJobs.Durability;

/// <summary>A change on its way to the store; used again and again by the one who waits for it.</summary>
internal sealed class PendingSave : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> core = new() { RunContinuationsAsynchronously = true };
    private StoreChange? change;

    public StoreChange Change => change!;

    public ValueTask Begin(StoreChange next)
    {
        core.Reset();
        change = next;
        return new ValueTask(this, core.Version);
    }

    /// <summary>Nobody waits any more.</summary>
    public void Clear() => change = null;

    public void Succeed() => core.SetResult(true);

    public void Fail(Exception error) => core.SetException(error);

    void IValueTaskSource.GetResult(short token) => core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        core.OnCompleted(continuation, state, token, flags);
}
