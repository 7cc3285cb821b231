using BatchJobs.Client;
using BatchJobs.InProcess;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Sqlite.Tests.Support;
using BatchJobs.Testing.Xunit;

namespace BatchJobs.Sqlite.Tests;

/// <summary>A file of every version that was ever released opens, and its Jobs go on.</summary>
/// <remarks>The file of the present version is written by <see cref="Write_a_file_to_keep"/> with <c>BATCHJOBS_KEEP_STORE=path</c>.</remarks>
public sealed class UpgradeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Data"), "*.db").Select(file => Path.GetFileName(file)!)];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void There_is_a_file_of_the_present_version() => Assert.Contains($"version-{Sqlite.Files.StoreSchema.Current}.db", Files.Select(row => row.Data));

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_kept_file_opens_and_its_Jobs_go_on(string file)
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Data", file), folder[file]);
        await using JobEngine engine = await OpenAsync(folder[file], _ => Task.CompletedTask);

        Job done = await engine.GetAsync(new JobKey("done"));
        Assert.Equal((true, "0-2", "gold"), (done.IsComplete(), done.Status!.CompletedIndexes, done.Metadata.Labels!["tier"]));
        Assert.Contains(await engine.ListEventsAsync(new JobKey("done")), entry => entry.Reason == "Completed");
        Assert.Equal(3, (await engine.ListAttemptsAsync(new JobKey("done"))).Count);

        Job half = await engine.WaitAsync(new JobKey("half"));
        Assert.Equal((true, 4, "0-3"), (half.IsComplete(), half.Status!.Succeeded, half.Status.CompletedIndexes));
        Assert.Contains(await engine.ListAttemptsAsync(new JobKey("half")), attempt => attempt.Cause == AttemptCause.Disrupted);

        Job failed = await engine.GetAsync(new JobKey("failed"));
        Assert.Equal("BackoffLimitExceeded", failed.FindCondition(JobConditionTypes.Failed)?.Reason);
        JobAttempt attempt = Assert.Single(await engine.ListAttemptsAsync(new JobKey("failed")));
        Assert.Equal(("System.InvalidOperationException", "told before"), (attempt.ExceptionType, Assert.Single(attempt.LogTail).Text));

        await engine.ResumeAsync(new JobKey("asleep"));
        Assert.True((await engine.WaitAsync(new JobKey("asleep"))).IsComplete());
        Assert.Equal("0 3 * * *", (await engine.GetCronJobAsync(new JobKey("nightly"))).Spec.Schedule);
    }

    [Fact]
    public async Task Write_a_file_to_keep()
    {
        string path = Environment.GetEnvironmentVariable("BATCHJOBS_KEEP_STORE") ?? folder["kept.db"];
        int begun = 0;
        var halfway = new TaskCompletionSource();
        JobEngine engine = await OpenAsync(path, async pod =>
        {
            if (pod.Job.Name == "failed")
            {
                pod.WriteLine("told before");
                throw new InvalidOperationException("It was to be.");
            }

            if (pod is { Job.Name: "half", Index: > 1 })
            {
                if (Interlocked.Increment(ref begun) == 2)
                {
                    halfway.TrySetResult();
                }

                await Task.Delay(Timeout.Infinite, pod.CancellationToken);
            }
        });
        Job done = Jobs.Indexed("done", 3);
        await engine.CreateAsync(done with { Metadata = done.Metadata with { Labels = new Dictionary<string, string> { ["tier"] = "gold" } } });
        Job failed = Jobs.Indexed("failed", 1);
        await engine.CreateAsync(failed with { Spec = failed.Spec with { BackoffLimit = 0 } });
        Job asleep = Jobs.Indexed("asleep", 2);
        await engine.CreateAsync(asleep with { Spec = asleep.Spec with { Suspend = true } });
        await engine.CreateCronJobAsync(new CronJob
        {
            Metadata = new ObjectMeta { Name = "nightly" },
            Spec = new CronJobSpec { Schedule = "0 3 * * *", Suspend = true, JobTemplate = new JobTemplateSpec { Spec = asleep.Spec } },
        });
        await engine.CreateAsync(Jobs.Indexed("half", 4));
        await engine.WaitAsync(new JobKey("done"));
        await engine.WaitAsync(new JobKey("failed"));
        await halfway.Task;
        await engine.WhenIdleAsync();
        await engine.AbandonAsync();
        Assert.True(new FileInfo(path).Length > 0);
    }

    private static Task<JobEngine> OpenAsync(string path, Func<PodContext, Task> body)
    {
        var clock = new FastTimeProvider(500);
        return JobEngine.OpenAsync(
            new InProcessPodExecutor(new InProcessExecutorOptions { TimeProvider = clock, Handlers = new PodHandlers().Add("work", body) }),
            new JobEngineOptions { TimeProvider = clock, Store = new SqliteJobStore(path) });
    }
}
