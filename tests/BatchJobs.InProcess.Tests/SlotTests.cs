using System.Collections.Concurrent;
using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.InProcess.Tests;

public class SlotTests
{
    [Fact]
    public async Task Pods_beyond_the_limit_wait_and_start_in_the_order_in_which_they_came()
    {
        await using var pods = new ExecutorFixture(options => options with { MaxConcurrentPods = 2 });
        TaskCompletionSource[] ends = [.. Enumerable.Range(0, 5).Select(_ => new TaskCompletionSource())];
        for (int i = 0; i < ends.Length; i++)
        {
            int number = i;
            await pods.StartAsync(_ => ends[number].Task, number);
        }

        PodStatus waiting = pods.ReportsOf(pods.Id(2))[^1];
        Assert.Equal((PodPhase.Pending, false), (waiting.Phase, waiting.Scheduled));
        for (int i = 0; i < ends.Length; i++)
        {
            Assert.Equal(i + 2 < ends.Length, pods.ReportsOf(pods.Id(ends.Length - 1))[^1].Phase == PodPhase.Pending);
            ends[i].SetResult();
            await pods.WhenEndedAsync(pods.Id(i));
            if (i + 2 < ends.Length)
            {
                await pods.WhenRunningAsync(pods.Id(i + 2));
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_abandoned_body_holds_its_slot_if_told_so(bool holds)
    {
        await using var pods = new ExecutorFixture(options => options with { MaxConcurrentPods = 1, AbandonedPodsHoldSlots = holds });
        var wayOut = new TaskCompletionSource();
        PodId stuck = await pods.RunAsync(_ => wayOut.Task, 0);
        PodId next = await pods.StartAsync(_ => Task.CompletedTask, 1);
        await pods.Executor.StopAsync(stuck, TimeSpan.FromSeconds(5));
        pods.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("Abandoned", pods.ReportsOf(stuck)[^1].Reason);
        if (holds)
        {
            Assert.Equal(PodPhase.Pending, pods.ReportsOf(next)[^1].Phase);
            wayOut.SetResult();
        }

        await pods.WhenEndedAsync(next);
        wayOut.TrySetResult();
    }

    [Fact]
    public async Task A_pod_that_waits_for_its_restart_leaves_its_slot_to_others()
    {
        await using var pods = new ExecutorFixture(options => options with { MaxConcurrentPods = 1 });
        PodId failing = await pods.StartAsync(_ => Task.FromResult(1), 0, new PodSpec { RestartPolicy = RestartPolicy.OnFailure });
        await pods.WhenAsync(failing, status => status.ContainerStatuses[0].Waiting is { Reason: "CrashLoopBackOff" });
        await pods.WhenEndedAsync(await pods.StartAsync(_ => Task.CompletedTask, 1));
    }

    [Fact]
    public async Task Bodies_that_block_get_threads_of_their_own()
    {
        await using var pods = new ExecutorFixture();
        int count = 4 * Environment.ProcessorCount + 16;
        using var all = new CountdownEvent(count);
        ConcurrentQueue<bool> onThePool = [];
        pods.Executor.Handlers.AddBlocking("block", _ =>
        {
            onThePool.Enqueue(Thread.CurrentThread.IsThreadPoolThread);
            all.Signal();

            // Ends only when all run at once, for which a thread pool would have to grow first.
            Assert.True(all.Wait(TimeSpan.FromSeconds(60)));
        });
        for (int i = 0; i < count; i++)
        {
            await pods.Executor.StartAsync(pods.Request(i, image: "block"));
        }

        for (int i = 0; i < count; i++)
        {
            Assert.Equal(PodPhase.Succeeded, (await pods.WhenEndedAsync(pods.Id(i))).Phase);
        }

        Assert.DoesNotContain(true, onThePool);
    }

    [Fact]
    public async Task A_thousand_bodies_that_end_at_once_in_one_slot_do_not_pile_up_on_the_stack()
    {
        await using var pods = new ExecutorFixture(options => options with { MaxConcurrentPods = 1 });
        ConcurrentQueue<int> depths = [];
        pods.Executor.Handlers.Add("quick", _ =>
        {
            depths.Enqueue(new System.Diagnostics.StackTrace().FrameCount);
            return Task.CompletedTask;
        });
        for (int i = 0; i < 1000; i++)
        {
            await pods.Executor.StartAsync(pods.Request(i, image: "quick"));
        }

        await pods.WhenEndedAsync(pods.Id(999));
        Assert.True(depths.Max() < 100, $"{depths.Max()} frames");
    }

    [Fact]
    public void A_limit_below_one_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new InProcessPodExecutor(new InProcessExecutorOptions { MaxConcurrentPods = 0 }));
}
