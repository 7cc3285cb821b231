using BatchJobs.Execution;

namespace BatchJobs.InProcess.Tests;

/// <summary>Pods with quick bodies wait until their step has asked for all of them.</summary>
public class GoAheadTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pod_runs_whether_the_step_that_asked_for_it_comes_to_its_end_or_not(bool goesAhead)
    {
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var executor = new InProcessPodExecutor();
        executor.Handlers.Add("quick", _ =>
        {
            called.SetResult();
            return Task.CompletedTask;
        });
        Assert.True(executor.Handlers.TryGet("quick", out PodHandlerRegistration? handler));
        handler.Pace.Measure(TimeSpan.FromMicroseconds(1), 16);

        var leasing = (ILeasingExecutor)executor;
        Assert.True(leasing.TryStart(new StrangePods("quick"), 0, 0, DateTimeOffset.UtcNow));
        if (goesAhead)
        {
            leasing.GoAhead();
        }

        await called.Task.WaitAsync(Patience);
    }
}
