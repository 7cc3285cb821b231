namespace BatchJobs.Runtime;

/// <summary>Something a caller wants done between two steps of a loop; it is answered when its effects are saved and published.</summary>
internal abstract class LoopRequest
{
    /// <summary>Changes the object; may add events, which belong to the same step.</summary>
    public abstract bool TryApply();

    /// <summary>Answers the caller.</summary>
    public abstract void Complete();

    /// <summary>Answers a caller whose request could not be carried out.</summary>
    public abstract void Fail(Exception error);
}

/// <summary>A request with an answer.</summary>
internal sealed class LoopRequest<T>(Func<T> apply) : LoopRequest
{
    private readonly TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? result;

    public Task<T> Answer => answer.Task;

    public override bool TryApply()
    {
        try
        {
            result = apply();
            return true;
        }
#pragma warning disable CA1031 // whatever it is, the caller gets it
        catch (Exception error)
#pragma warning restore CA1031
        {
            answer.TrySetException(error);
            return false;
        }
    }

    public override void Complete() => answer.TrySetResult(result!);

    public override void Fail(Exception error) => answer.TrySetException(error);
}
