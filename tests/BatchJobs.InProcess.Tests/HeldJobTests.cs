using BatchJobs.Building;
using BatchJobs.Execution;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.InProcess.Tests;

/// <summary>Jobs that were let in while there was much to do begin on the threads that do it.</summary>
public class HeldJobTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Jobs_begin_on_the_threads_of_their_pods_once_bodies_are_known_to_be_quick()
    {
        await using var executor = new InProcessPodExecutor();
        executor.Handlers.Add("work", _ => Task.CompletedTask);
        PodSpec template = JobBuilder.NonIndexed("job", 1).Image("work").Build().Spec.Template.Spec;
        Assert.False(BeginsSoon());
        Assert.True(executor.Handlers.TryGet("work", out PodHandlerRegistration? registration));
        registration.Pace.Measure(TimeSpan.FromTicks(1), 1);
        Assert.True(BeginsSoon());
        registration.Pace.Stumble();
        Assert.False(BeginsSoon());
        registration.Pace.Measure(TimeSpan.FromTicks(1), 1);
        Assert.True(BeginsSoon());
        registration.Pace.HandsOver = true;
        Assert.False(BeginsSoon());

        bool BeginsSoon() => ((ILeasingExecutor)executor).BeginsSoon(template);
    }

    [Fact]
    public async Task A_Job_of_bodies_that_need_more_than_a_call_does_not_wait_for_the_threads_of_others()
    {
        await using var executor = new InProcessPodExecutor();
        executor.Handlers.AddBlocking("block", _ => { });
        Assert.False(((ILeasingExecutor)executor).BeginsSoon(JobBuilder.NonIndexed("job", 1).Image("block").Build().Spec.Template.Spec));
        Assert.False(((ILeasingExecutor)executor).BeginsSoon(JobBuilder.NonIndexed("job", 1).Image("unknown").Build().Spec.Template.Spec));
    }

    [Fact]
    public async Task All_of_them_begin_though_there_is_nothing_else_to_do()
    {
        await using var executor = new InProcessPodExecutor();
        var held = new Held(3);
        ((ILeasingExecutor)executor).CatchUp(held);
        await held.Begun.WaitAsync(Patience);
    }

    [Fact]
    public async Task They_begin_while_a_body_holds_its_thread()
    {
        await using var engine = new JobEngine(new InProcessPodExecutor());
        using var release = new ManualResetEventSlim();
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.Handlers().Add("block", _ =>
        {
            called.SetResult();
            release.Wait();
            return Task.CompletedTask;
        });
        JobKey key = (await engine.CreateAsync(JobBuilder.NonIndexed("block", 1).Image("block"))).Key();
        await called.Task.WaitAsync(Patience);
        var held = new Held(3);
        ((ILeasingExecutor)engine.Executor).CatchUp(held);
        await held.Begun.WaitAsync(Patience);
        release.Set();
        await engine.WaitAsync(key).WaitAsync(Patience);
    }

    [Fact]
    public async Task They_begin_though_a_Job_that_came_before_never_runs_out_of_pods()
    {
        await using var engine = new JobEngine(new InProcessPodExecutor());
        var busy = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int calls = 0;
        engine.Handlers().Add("endless", _ =>
        {
            if (Interlocked.Increment(ref calls) == 10_000)
            {
                busy.SetResult();
            }

            return Task.CompletedTask;
        });
        await engine.CreateAsync(JobBuilder.NonIndexed("endless", int.MaxValue).Parallelism(100).Image("endless"));
        await busy.Task.WaitAsync(Patience);
        var held = new Held(3);
        ((ILeasingExecutor)engine.Executor).CatchUp(held);
        await held.Begun.WaitAsync(Patience);
        Assert.Null((await engine.GetAsync(new JobKey("endless"))).Status!.CompletionTime);
    }

    [Fact]
    public async Task Thousands_of_Jobs_at_once_run_each_pod_once()
    {
        const int Jobs = 3_000;
        int calls = 0;
        await using var engine = new JobEngine(new InProcessPodExecutor(), new JobEngineOptions { FinishedJobLimit = int.MaxValue });
        engine.Handlers().Add("count", _ =>
        {
            Interlocked.Increment(ref calls);
            return Task.CompletedTask;
        });
        Job first = JobBuilder.NonIndexed("count", 3).Parallelism(2).Image("count");
        Job[] created = await Task.WhenAll(Enumerable.Range(0, Jobs).Select(number => engine.CreateAsync(first with { Metadata = new ObjectMeta { Name = $"count-{number}" } })));
        Job[] finished = await Task.WhenAll(created.Select(job => engine.WaitAsync(job.Key()))).WaitAsync(Patience);
        Assert.All(finished, job => Assert.Equal(3, job.Status!.Succeeded));
        Assert.Equal(3 * Jobs, calls);
    }

    private sealed class Held(int count) : IHeldJobs
    {
        private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int left = count;

        public Task Begun => begun.Task;

        public bool Any => Volatile.Read(ref left) > 0;

        public void BeginAll()
        {
            while (Any)
            {
                BeginNext();
            }
        }

        public void BeginNext()
        {
            if (Interlocked.Decrement(ref left) == 0)
            {
                begun.SetResult();
            }
        }
    }
}
