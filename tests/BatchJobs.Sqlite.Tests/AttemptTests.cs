using BatchJobs.Client;
using BatchJobs.InProcess;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Sqlite.Tests.Support;
using BatchJobs.Testing.Xunit;

namespace BatchJobs.Sqlite.Tests;

/// <summary>What is known of the pods that ended, while their engine lives and after it.</summary>
public sealed class AttemptTests : IDisposable
{
    private static readonly JobKey Key = new("work");

    private readonly FastTimeProvider clock = new(500);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_attempt_is_told_with_its_cause_and_outlives_the_engine()
    {
        IReadOnlyList<JobAttempt> before;
        await using (JobEngine engine = await OpenAsync())
        {
            Job job = Jobs.Indexed("work", 2);
            await engine.CreateAsync(job with { Spec = job.Spec with { BackoffLimitPerIndex = 1, Parallelism = 1 } });
            await engine.WaitAsync(Key);
            before = await engine.ListAttemptsAsync(Key);
        }

        await using JobEngine next = await OpenAsync();
        IReadOnlyList<JobAttempt> after = await next.ListAttemptsAsync(Key);
        Assert.Equivalent(before, after, strict: true);
        Assert.Equal(
            [(0, AttemptCause.Succeeded), (1, AttemptCause.Failed), (1, AttemptCause.Succeeded)],
            after.Select(attempt => (attempt.Pod.Index!.Value, attempt.Cause)));
        JobAttempt failed = Assert.Single(await next.ListAttemptsAsync(Key, index: 1), attempt => attempt.Cause == AttemptCause.Failed);
        Assert.Equal((1, "Error", "System.FormatException", "no number: x"), (failed.ExitCode, failed.Reason, failed.ExceptionType, failed.Message));
        Assert.Equal(["line 1", "line 2"], failed.LogTail.Select(line => line.Text));
        Assert.True(failed.StartedAt <= failed.FinishedAt);
    }

    [Fact]
    public async Task What_a_crash_interrupts_is_a_disruption()
    {
        var begun = new TaskCompletionSource();
        JobEngine engine = await OpenAsync(async pod =>
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, pod.CancellationToken);
        });
        await engine.CreateAsync(Jobs.Indexed("work", 1));
        await begun.Task;
        await engine.WhenIdleAsync();
        await engine.AbandonAsync();
        await using JobEngine next = await OpenAsync();
        await next.WaitAsync(Key);
        Assert.Equal([AttemptCause.Disrupted, AttemptCause.Succeeded], (await next.ListAttemptsAsync(Key)).Select(attempt => attempt.Cause));
    }

    [Fact]
    public async Task They_go_with_their_Job()
    {
        await using JobEngine engine = await OpenAsync();
        await engine.CreateAsync(Jobs.Indexed("work", 1));
        await engine.WaitAsync(Key);
        await engine.DeleteAsync(Key);
        await Assert.ThrowsAsync<JobNotFoundException>(() => engine.ListAttemptsAsync(Key));
    }

    private Task<JobEngine> OpenAsync(Func<PodContext, Task>? body = null) => JobEngine.OpenAsync(
        new InProcessPodExecutor(new InProcessExecutorOptions { TimeProvider = clock, Handlers = new PodHandlers().Add("work", body ?? FailOnceAsync) }),
        new JobEngineOptions { TimeProvider = clock, Store = new SqliteJobStore(folder["jobs.db"]) });

    /// <summary>Index 1 fails at first.</summary>
    private static Task FailOnceAsync(PodContext pod)
    {
        if (pod is { Index: 1, Attempt: 1 })
        {
            pod.WriteLine("line 1");
            pod.WriteLine("line 2");
            throw new FormatException("no number: x");
        }

        return Task.CompletedTask;
    }
}
