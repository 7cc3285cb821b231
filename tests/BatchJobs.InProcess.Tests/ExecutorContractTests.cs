using BatchJobs.Execution;
using BatchJobs.Specs;
using BatchJobs.Testing.Xunit;

namespace BatchJobs.InProcess.Tests;

/// <summary>Pods are bodies, named by their image.</summary>
public class ExecutorContractTests : PodExecutorContract
{
    private readonly PodHandlers handlers = new();
    private int living;
    private int bodies;

    protected virtual TimeProvider Clock { get; } = new FastTimeProvider(factor: 20);

    /// <summary>Nothing in a process can end a body against its will.</summary>
    protected override bool EndsByForce => false;

    protected override IPodExecutor CreateExecutor() => new InProcessPodExecutor(new InProcessExecutorOptions { Handlers = handlers, TimeProvider = Clock, CloseTimeout = TimeSpan.FromSeconds(1) });

    protected override ValueTask<int> CountLivingAsync() => new(Volatile.Read(ref living));

    protected override PodSpec Exits(int exitCode, TimeSpan after) => Does(async pod =>
    {
        if (after > TimeSpan.Zero)
            await Task.Delay(after, Clock, pod.CancellationToken);
        return exitCode;
    });

    protected override PodSpec RunsUntilStopped() => Does(async pod =>
    {
        await Task.Delay(Timeout.Infinite, pod.CancellationToken);
        return 0;
    });

    protected override PodSpec IgnoresStop()
    {
        string image = NextImage();
        handlers.Add(image, pod =>
        {
            Interlocked.Increment(ref living);
            var abandoned = new TaskCompletionSource();
            pod.CancellationToken.Register(() => Interlocked.Decrement(ref living));
            return abandoned.Task;
        });
        return Of(image);
    }

    protected override PodSpec CanNotRun() => Of("nobody-knows-this");

    protected override PodSpec FailsThenSucceeds(int times, int exitCode) => Does(pod => Task.FromResult(pod.Attempt <= times ? exitCode : 0));

    protected override PodSpec Prints(IReadOnlyList<string> lines) => Does(pod =>
    {
        foreach (string line in lines)
            pod.WriteLine(line);
        return Task.FromResult(0);
    });

    private PodSpec Does(Func<PodContext, Task<int>> body)
    {
        string image = NextImage();
        handlers.Add(image, async pod =>
        {
            Interlocked.Increment(ref living);
            try
            {
                return await body(pod);
            }
            finally
            {
                Interlocked.Decrement(ref living);
            }
        });
        return Of(image);
    }

    private string NextImage() => $"body-{Interlocked.Increment(ref bodies)}";

    private static PodSpec Of(string image) => new() { Containers = [new Container { Name = "main", Image = image }] };
}
