using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;
using BatchJobs.Building;
using BatchJobs.Client;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using CsCheck;

namespace BatchJobs.InProcess.Tests;

/// <summary>Pods that nobody but their body has to do with are run in a cheaper way; nobody can tell them from others.</summary>
public class ShortPodTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>How a body ends: at once or after a while, well or badly, with or without what only ordinary pods have.</summary>
    private static readonly Gen<(int Kind, bool Later, bool Progress)[]> Bodies = Gen.Select(Gen.Int[0, 4], Gen.Bool, Gen.Bool).Array[1, 40];

    [Fact]
    public async Task A_Job_ends_the_same_whichever_way_its_pods_run() => await Bodies.SampleAsync(async bodies =>
    {
        // A limit on pods makes all of them ordinary ones.
        string cheap = await RunAsync(new InProcessExecutorOptions(), bodies);
        string ordinary = await RunAsync(new InProcessExecutorOptions { MaxConcurrentPods = 1_000 }, bodies);
        Assert.Equal(ordinary, cheap);
    }, iter: 40);

    [Fact]
    public async Task A_body_that_fails_just_after_it_was_asked_whether_it_has_ended_has_failed()
    {
        var executor = new InProcessPodExecutor();
        executor.Handlers.Add("body", new FailsOnceAsked());
        await using var engine = new JobEngine(executor);
        JobKey key = (await engine.CreateAsync(Indexed(8) with { Metadata = new ObjectMeta { Name = "asked" } })).Key();
        Assert.Equal(0, (await engine.WaitAsync(key).WaitAsync(Patience)).Status!.Succeeded ?? 0);
    }

    [Fact]
    public async Task A_pod_that_lasts_is_reported_as_running()
    {
        var wayOut = new TaskCompletionSource();
        await using var engine = new JobEngine(Executor(_ => wayOut.Task));
        JobKey key = (await engine.CreateAsync(Indexed(2))).Key();
        await foreach (JobChange change in engine.WatchAsync(new JobWatchOptions { Key = key }))
        {
            if (change.Job.Status?.Ready == 2)
            {
                break;
            }
        }

        Assert.All(await engine.ListPodsAsync(key), pod => Assert.Equal(PodPhase.Running, pod.Status.Phase));
        wayOut.SetResult();
        Assert.True((await engine.WaitAsync(key).WaitAsync(Patience)).IsComplete());
    }

    [Fact]
    public async Task Pods_that_hold_their_threads_do_not_keep_others_from_starting()
    {
        // All of them meet: none can go on before the last one has started.
        const int Pods = 6;
        using var meeting = new Barrier(Pods);
        await using var engine = new JobEngine(Executor(_ =>
        {
            meeting.SignalAndWait(Patience);
            return Task.CompletedTask;
        }));
        JobKey key = (await engine.CreateAsync(Indexed(Pods))).Key();
        Assert.True((await engine.WaitAsync(key).WaitAsync(Patience)).IsComplete());
    }

    [Fact]
    public async Task A_pod_that_runs_is_stopped_with_its_Job_and_one_that_waits_is_never_called()
    {
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var engine = new JobEngine(Executor(async pod =>
        {
            called.TrySetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, pod.CancellationToken);
            }
            finally
            {
                stopped.TrySetResult();
            }
        }));
        JobKey key = (await engine.CreateAsync(Indexed(1))).Key();
        await called.Task.WaitAsync(Patience);
        await engine.SuspendAsync(key);
        await stopped.Task.WaitAsync(Patience);
        Assert.Equal(0, (await engine.GetAsync(key)).Status!.Active ?? 0);
    }

    [Fact]
    public async Task What_a_body_leaves_in_an_async_local_does_not_reach_the_next_one()
    {
        var local = new AsyncLocal<string?>();
        int leaks = 0;
        await using var engine = new JobEngine(Executor(pod =>
        {
            leaks += local.Value is null ? 0 : 1;
            local.Value = pod.PodName;
            return Task.CompletedTask;
        }));
        JobKey key = (await engine.CreateAsync(Indexed(50) with { Metadata = new ObjectMeta { Name = "locals" } })).Key();
        await engine.WaitAsync(key).WaitAsync(Patience);
        Assert.Equal(0, leaks);
    }

    [Fact]
    public async Task What_is_written_after_the_end_of_pods_keeps_no_reader_waiting_however_they_ran()
    {
        ConcurrentQueue<PodContext> seen = [];
        InProcessPodExecutor executor = Executor(pod =>
        {
            seen.Enqueue(pod);
            return Task.CompletedTask;
        });
        await using var engine = new JobEngine(executor);
        Job job = await engine.CreateAsync(JobBuilder.Indexed("late", 2_000).Parallelism(4).Image("body"));
        await engine.WaitAsync(job.Key()).WaitAsync(Patience);
        foreach (PodContext pod in seen)
        {
            pod.WriteLine("too late");
            Assert.Empty(await executor.ReadLogAsync(pod.Request.Id, new PodLogOptions { Follow = true }).ToListAsync().AsTask().WaitAsync(Patience));
        }
    }

    private static Job Indexed(int pods)
    {
        Job job = JobBuilder.Indexed("short", pods).Parallelism(pods).Image("body");
        return job;
    }

    private static InProcessPodExecutor Executor(Func<PodContext, Task> body)
    {
        var executor = new InProcessPodExecutor();
        executor.Handlers.Add("body", body);
        return executor;
    }

    private static async Task<string> RunAsync(InProcessExecutorOptions options, (int Kind, bool Later, bool Progress)[] bodies)
    {
        var executor = new InProcessPodExecutor(options with { Handlers = new PodHandlers() });
        executor.Handlers.Add("body", pod => BodyAsync(pod, bodies[pod.Index]));
        await using var engine = new JobEngine(executor);
        Job job = JobBuilder.Indexed("same", bodies.Length).Parallelism(4).BackoffLimitPerIndex(0).Image("body");
        JobKey key = (await engine.CreateAsync(job)).Key();
        JobStatus status = (await engine.WaitAsync(key).WaitAsync(Patience)).Status!;
        IEnumerable<string> pods = (await engine.ListPodsAsync(key)).OrderBy(pod => pod.Index).Select(pod =>
        {
            ContainerTermination end = pod.Status.ContainerStatuses[0].Terminated!;
            return $"{pod.Index} {pod.Status.Phase} {end.ExitCode} {end.Reason} {end.Message}";
        });
        IEnumerable<string> results = executor.GetResults<int>(Guid.Parse((await engine.GetAsync(key)).Metadata.Uid!)).OrderBy(result => result.Key).Select(result => $"{result.Key}={result.Value}");
        return string.Join('\n', [$"{status.Succeeded} {status.Failed} {status.CompletedIndexes} {status.FailedIndexes}", .. pods, .. results]);
    }

    private static async Task<int> BodyAsync(PodContext pod, (int Kind, bool Later, bool Progress) body)
    {
        if (body.Progress)
        {
            pod.ReportProgress("half");
            pod.WriteLine("a line");
        }

        if (body.Later)
        {
            await Task.Yield();
        }

        switch (body.Kind)
        {
            case 1:
                return 3;
            case 2:
                throw new InvalidOperationException("bad");
            case 3:
                throw new PodFailedException(5, "own words", "OwnReason");
            case 4:
                pod.SetResult(pod.Index * 2);
                pod.TerminationMessage = "done";
                return 0;
            default:
                return 0;
        }
    }

    /// <summary>Goes on when it is asked whether it has ended, and has failed at once afterwards.</summary>
    private sealed class FailsOnceAsked : IPodHandler
    {
        public ValueTask<int> RunAsync(PodContext pod) => new(new Body(), 0);

        private sealed class Body : IValueTaskSource<int>
        {
            private ManualResetValueTaskSourceCore<int> ended;

            public ValueTaskSourceStatus GetStatus(short token)
            {
                ValueTaskSourceStatus status = ended.GetStatus(token);
                if (status == ValueTaskSourceStatus.Pending)
                {
                    ended.SetException(new InvalidOperationException("bad"));
                }

                return status;
            }

            public int GetResult(short token) => ended.GetResult(token);

            public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
                ended.OnCompleted(continuation, state, token, flags);
        }
    }
}
