using System.Runtime.CompilerServices;
using BatchJobs.Building;
using BatchJobs.Client;
using BatchJobs.Execution;
using BatchJobs.InProcess.Running;
using BatchJobs.InProcess.Short;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using Microsoft.Extensions.DependencyInjection;

namespace BatchJobs.InProcess.Tests;

/// <summary>The threads that run short pods, and what others do meanwhile.</summary>
public class CrewTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void A_pod_can_be_stopped_while_it_is_being_told_how_it_ended()
    {
        var options = new InProcessExecutorOptions();
        options.Handlers.Add("work", _ => Task.CompletedTask);
        var services = new ExecutorServices(options);
        using Crew crew = services.Crew;
        PodStartRequest request = new StrangePods("work").Request(0);
        InProcessJob job = services.JobOf(request.Id.JobUid);
        Assert.True(job.Short.Takes(request.Template, services));
        var pod = new PodContext(job.Short, request) { State = ShortPodState.Running };
        CancellationToken token = pod.CancellationToken;
        lock (crew.Gate)
        {
            Assert.True(job.Short.TryAdd(pod));
        }

        ShortPodEnd.Of(pod, AttemptOutcome.Exited(0), DateTimeOffset.UtcNow);
        crew.HandOver(job.Short, 0)!.Stop(gracePeriod: null);
        Assert.True(token.IsCancellationRequested);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pod_that_the_engine_starts_on_a_thread_of_the_crew_can_be_stopped_on_another_one(bool briefly)
    {
        await using var executor = new InProcessPodExecutor();
        executor.Handlers.Add("work", pod => pod.PodName.EndsWith("-0", StringComparison.Ordinal) ? Task.CompletedTask : Task.Delay(Timeout.Infinite, pod.CancellationToken));
        var pods = new StrangePods("work");
        var observer = new Observer(() =>
        {
            if (briefly)
            {
                Assert.True(((ILeasingExecutor)executor).TryStart(pods, 1, 0, DateTimeOffset.UtcNow));
                ((ILeasingExecutor)executor).GoAhead();
            }
            else
            {
                executor.StartAsync(pods.Request(1)).AsTask().Wait();
            }

            var other = new Thread(() => executor.StopAsync(new PodId(pods.JobUid, 1), TimeSpan.FromSeconds(30)).AsTask().Wait());
            other.Start();
            other.Join();
        });
        await executor.ConnectAsync(observer);
        await executor.StartAsync(pods.Request(0));
        await observer.SecondEnded.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_scope_that_is_disposed_of_slowly_holds_up_no_other_pod()
    {
        using var otherRan = new ManualResetEventSlim();
        var disposing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ServiceProvider services = new ServiceCollection().AddScoped(_ => new Slow(() =>
        {
            disposing.TrySetResult();
            Assert.True(otherRan.Wait(Patience));
        })).BuildServiceProvider();
        var executor = new InProcessPodExecutor(new InProcessExecutorOptions { Services = services });
        executor.Handlers.Add("quick", _ => Task.CompletedTask);
        executor.Handlers.Add("other", _ =>
        {
            otherRan.Set();
            return Task.CompletedTask;
        });
        executor.Handlers.Add("slow", pod =>
        {
            pod.Services.GetRequiredService<Slow>();
            return Task.CompletedTask;
        });
        await using var engine = new JobEngine(executor);
        await RunAsync(engine, "first", "quick", 100);
        Task slow = RunAsync(engine, "slow", "slow", 1);
        await disposing.Task.WaitAsync(Patience);
        await RunAsync(engine, "other", "other", 1).WaitAsync(Patience);
        await slow.WaitAsync(Patience);
    }

    [Fact]
    public async Task Whoever_completes_what_a_body_waits_for_runs_no_other_body()
    {
        TaskCompletionSource gate = new();
        int completer = 0;
        int taken = 0;
        bool waits = false;
        var executor = new InProcessPodExecutor();
        executor.Handlers.Add("work", pod =>
        {
            Interlocked.Add(ref taken, Environment.CurrentManagedThreadId == Volatile.Read(ref completer) ? 1 : 0);
            if (pod.Index != 500)
            {
                return Task.CompletedTask;
            }

            Volatile.Write(ref waits, true);
            return gate.Task;
        });
        await using var engine = new JobEngine(executor);
        for (int i = 0; i < 20; i++)
        {
            gate = new();
            waits = false;
            var thread = new Thread(() =>
            {
                Volatile.Write(ref completer, Environment.CurrentManagedThreadId);
                SpinWait.SpinUntil(() => Volatile.Read(ref waits), Patience);
                gate.SetResult();
            });
            thread.Start();
            await engine.CreateAsync(JobBuilder.Indexed($"work-{i}", 1_000).Parallelism(1).Image("work").Build());
            await engine.WaitAsync(new JobKey($"work-{i}")).WaitAsync(Patience);
            thread.Join();
        }

        Assert.Equal(0, taken);
    }

    [Fact]
    public async Task A_body_does_not_see_the_synchronization_context_of_another_one()
    {
        int seen = 0;
        var executor = new InProcessPodExecutor();
        executor.Handlers.Add("work", _ =>
        {
            Interlocked.Add(ref seen, SynchronizationContext.Current is null ? 0 : 1);
            SynchronizationContext.SetSynchronizationContext(new SynchronizationContext());
            return Task.CompletedTask;
        });
        await using var engine = new JobEngine(executor);
        await RunAsync(engine, "work", "work", 1_000);
        Assert.Equal(0, seen);
    }

    [Fact]
    public async Task A_Job_that_is_deleted_while_its_pods_end_leaves_nothing_behind()
    {
        var executor = new InProcessPodExecutor();
        await using var engine = new JobEngine(executor);
        executor.Handlers.Add("fatal", async pod =>
        {
            if (pod.Index == 2)
            {
                await engine.DeleteAsync(pod.Job);
            }
        });
        for (int i = 0; i < 100; i++)
        {
            await engine.CreateAsync(JobBuilder.Indexed($"fatal-{i}", 3).Parallelism(3).Image("fatal").Build());
            await Assert.ThrowsAsync<JobNotFoundException>(() => engine.WaitAsync(new JobKey($"fatal-{i}")).WaitAsync(Patience));
        }

        // The lookout goes by every few milliseconds as long as there is something to look at.
        Crew crew = ServicesOf(executor).Crew;
        using var patience = new CancellationTokenSource(Patience);
        while (Busy(crew) > 0)
        {
            Assert.False(patience.IsCancellationRequested, $"{Busy(crew)} Jobs are still there.");
            await Task.Yield();
        }
    }

    private static int Busy(Crew crew)
    {
        lock (crew.Gate)
        {
            return crew.Busy.Count;
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "services")]
    private static extern ref ExecutorServices ServicesOf(InProcessPodExecutor executor);

    private static async Task RunAsync(JobEngine engine, string name, string image, int completions)
    {
        await engine.CreateAsync(JobBuilder.NonIndexed(name, completions).Image(image).Build());
        await engine.WaitAsync(new JobKey(name));
    }

    private sealed class Slow(Action dispose) : IDisposable
    {
        public void Dispose() => dispose();
    }

    /// <summary>Does something on the thread that reports the first end.</summary>
    private sealed class Observer(Action onFirst) : IPodObserver
    {
        public TaskCompletionSource SecondEnded { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void OnReport(in PodReport report)
        {
            if (report.Status.Phase is PodPhase.Succeeded or PodPhase.Failed)
            {
                Ended(report.Pod.Ordinal);
            }
        }

        public void OnCompleted(Guid jobUid, ReadOnlySpan<PodCompletion> ended)
        {
            foreach (ref readonly PodCompletion end in ended)
            {
                Ended(end.Ordinal);
            }
        }

        public void OnVanished(PodId pod)
        {
        }

        private void Ended(long ordinal)
        {
            if (ordinal == 0)
            {
                onFirst();
            }
            else
            {
                SecondEnded.TrySetResult();
            }
        }
    }
}
