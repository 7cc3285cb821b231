using BatchJobs.Specs;
using BatchJobs.Testing.Scripting;

namespace BatchJobs.Testing.Tests;

/// <summary>An engine of one's own under virtual time, as the README shows it.</summary>
public class VirtualTimeEngineTests
{
    private readonly VirtualTimeProvider clock = new();

    [Fact]
    public async Task Hours_pass_in_no_time()
    {
        await using JobEngine engine = Engine(PodRule.ForOrdinal(0, PodScript.Fails(TimeSpan.FromHours(3))), PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromHours(3))));
        Job job = await CreateAsync(engine);
        Job finished = await clock.RunUntilAsync(engine, engine.WaitAsync(job.Key(), TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        Assert.Equal((1, 1), (finished.Status!.Succeeded, finished.Status.Failed));
        Assert.Equal(TimeSpan.FromHours(6) + TimeSpan.FromSeconds(10), finished.Status.CompletionTime - job.Metadata.CreationTimestamp);
    }

    [Fact]
    public async Task Time_can_be_moved_by_a_set_length()
    {
        await using JobEngine engine = Engine(PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromMinutes(10))));
        Job job = await CreateAsync(engine);
        await clock.RunForAsync(engine, TimeSpan.FromMinutes(9), TestContext.Current.CancellationToken);
        Assert.Equal(1, (await engine.GetAsync(job.Key(), TestContext.Current.CancellationToken)).Status!.Active);
        await clock.RunForAsync(engine, TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.True((await engine.GetAsync(job.Key(), TestContext.Current.CancellationToken)).IsFinished());
        Assert.Equal(job.Metadata.CreationTimestamp + TimeSpan.FromMinutes(10), clock.GetUtcNow());
    }

    [Fact]
    public async Task Time_does_not_go_too_far_when_a_timer_is_taken_back_meanwhile()
    {
        await using JobEngine engine = Engine();
        using ITimer far = clock.CreateTimer(_ => { }, null, TimeSpan.FromDays(1), Timeout.InfiniteTimeSpan);
        DateTimeOffset start = clock.GetUtcNow();
        using var done = new CancellationTokenSource();
        Task others = Task.Run(
            () =>
            {
                while (!done.IsCancellationRequested)
                    clock.CreateTimer(_ => { }, null, TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan).Dispose();
            },
            TestContext.Current.CancellationToken);
        for (int i = 0; i < 2000; i++)
            await clock.RunForAsync(engine, TimeSpan.FromMilliseconds(10), TestContext.Current.CancellationToken);
        await done.CancelAsync();
        await others;
        Assert.Equal(TimeSpan.FromSeconds(20), clock.GetUtcNow() - start);
    }

    [Fact]
    public async Task Closing_waits_for_pods_in_virtual_time_too()
    {
        var executor = new ScriptedPodExecutor(clock, PodRule.ForAll(PodScript.RunsForever with { OnDelete = new PodDeletion { Takes = TimeSpan.FromSeconds(20) } }));
        var engine = new JobEngine(executor, new JobEngineOptions { TimeProvider = clock });
        Job job = await CreateAsync(engine);
        await clock.RunUntilAsync(engine, engine.DisposeAsync().AsTask(), TestContext.Current.CancellationToken);
        Assert.Equal(job.Metadata.CreationTimestamp + TimeSpan.FromSeconds(20), Assert.Single(executor.Pods.All).Finished);
    }

    private JobEngine Engine(params IReadOnlyList<PodRule> rules) =>
        new(new ScriptedPodExecutor(clock, rules), new JobEngineOptions { TimeProvider = clock });

    private static Task<Job> CreateAsync(JobEngine engine)
    {
        var template = new PodTemplateSpec { Spec = new PodSpec { RestartPolicy = RestartPolicy.Never, Containers = [new Container { Name = "main", Image = "busybox" }] } };
        return engine.CreateAsync(new Job { Metadata = new ObjectMeta { Name = "test" }, Spec = new JobSpec { Template = template } });
    }
}
