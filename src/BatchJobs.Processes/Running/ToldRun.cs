namespace BatchJobs.Processes.Running;

/// <summary>What has been told of a run of a container; what has not been must not be lost with us.</summary>
internal sealed class ToldRun
{
    private readonly TaskCompletionSource begin = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when it has been told that the container runs.</summary>
    internal Task Begin => begin.Task;

    /// <summary>Ends when its end has been told.</summary>
    internal Task End => end.Task;

    internal void HasBegun() => begin.TrySetResult();

    internal void HasEnded() => end.TrySetResult();
}
