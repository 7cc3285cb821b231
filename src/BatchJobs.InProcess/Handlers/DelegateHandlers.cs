using System.Collections.Concurrent;

namespace BatchJobs.InProcess.Handlers;

/// <summary>A body that succeeds unless it throws.</summary>
internal sealed class AsyncHandler(Func<PodContext, Task> body) : IPodHandler
{
    public ValueTask<int> RunAsync(PodContext pod)
    {
        Task running = body(pod);
        return running.IsCompletedSuccessfully ? new ValueTask<int>(0)
            : running.IsFaulted ? ValueTask.FromException<int>(running.Exception.InnerExceptions[0])
            : SucceedAfter(running);

        static async ValueTask<int> SucceedAfter(Task running)
        {
            await running.ConfigureAwait(true);
            return 0;
        }
    }
}

/// <summary>A body that returns its exit code.</summary>
internal sealed class ExitCodeHandler(Func<PodContext, Task<int>> body) : IPodHandler
{
    public ValueTask<int> RunAsync(PodContext pod) => new(body(pod));
}

/// <summary>A body that holds its thread until it has ended.</summary>
internal sealed class BlockingHandler(Action<PodContext> body) : IPodHandler
{
    public ValueTask<int> RunAsync(PodContext pod)
    {
        body(pod);
        return new ValueTask<int>(0);
    }
}

/// <summary>A body whose value is the result of the pod.</summary>
internal sealed class ResultHandler<TResult>(Func<PodContext, Task<TResult>> body) : IPodHandler
{
    private readonly ConcurrentDictionary<int, TResult> results = new();

    /// <summary>By completion index; of a NonIndexed Job by the number of the pod.</summary>
    public IReadOnlyDictionary<int, TResult> Results => results;

    public async ValueTask<int> RunAsync(PodContext pod)
    {
        TResult result = await body(pod).ConfigureAwait(true);
        pod.WhenSucceeded(() => results[pod.ResultKey] = result);
        return 0;
    }
}
