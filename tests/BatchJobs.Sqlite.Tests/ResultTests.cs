using System.Text.Json;
using System.Text.Json.Serialization;
using BatchJobs.Building;
using BatchJobs.Client;
using BatchJobs.Execution;
using BatchJobs.InProcess;
using BatchJobs.Primitives;
using BatchJobs.Scheduling;
using BatchJobs.Specs;
using BatchJobs.Sqlite.Tests.Support;
using BatchJobs.Storage;
using BatchJobs.Testing;

namespace BatchJobs.Sqlite.Tests;

/// <summary>What handlers have worked out outlives the engine as the success of their pods does.</summary>
public sealed partial class ResultTests : IDisposable
{
    private static readonly JobKey Key = new("work");

    private readonly VirtualTimeProvider clock = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly TemporaryFolder folder = new();
    private readonly ListLoggerFactory log = new();

    public void Dispose()
    {
        folder.Dispose();
        log.Dispose();
    }

    /// <param name="realTime">Pods that nobody but their body has to do with are run apart.</param>
    /// <param name="scheduled">Through a scheduler.</param>
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Results_from_before_and_after_a_crash_are_all_in_the_report(bool realTime, bool scheduled)
    {
        TimeProvider time = realTime ? TimeProvider.System : clock;
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        JobEngine engine = await OpenAsync(
            async pod =>
            {
                if (pod.Index == 2)
                {
                    begun.TrySetResult();
                    await Task.Delay(Timeout.Infinite, pod.CancellationToken);
                }

                pod.SetResult(new Share(pod.Index, "before"));
            },
            time,
            scheduled);
        Job job = Jobs.Indexed("work", 4);
        await engine.CreateAsync(job with { Spec = job.Spec with { Parallelism = 1 } });
        await begun.Task;
        await engine.AbandonAsync();

        await using JobEngine next = await OpenAsync(
            pod =>
            {
                pod.SetResult(new Share(pod.Index, "after"));
                return Task.CompletedTask;
            },
            time,
            scheduled);
        JobReport<Share> report = await next.WaitForReportAsync<Share>(Key);
        Assert.True(report.Succeeded);
        Assert.Equal([(0, "before"), (1, "before"), (2, "after"), (3, "after")], report.Results.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value.Life)));
        Assert.All(report.Results, pair => Assert.Equal(pair.Key, pair.Value.Index));
    }

    [Fact]
    public async Task They_are_there_as_long_as_their_Job_and_gone_with_it()
    {
        Guid uid;
        await using (JobEngine engine = await OpenAsync(SetNumberAsync))
        {
            await engine.CreateAsync(JobBuilder.NonIndexed("work", completions: 3).Image("work").TtlAfterFinished(TimeSpan.FromMinutes(1)));
            JobReport<int> report = await engine.WaitForReportAsync<int>(Key);
            uid = Guid.Parse(report.Job.Metadata.Uid!);
            Assert.Equal(3, report.Results.Count);
        }

        var store = new SqliteJobStore(folder["jobs.db"]);
        await using JobEngine next = await OpenAsync(SetNumberAsync, store: store);
        InProcessPodExecutor executor = next.FindExecutor<InProcessPodExecutor>()!;
        Assert.Equal([1, 1, 1], executor.GetResults<int>(uid).Values);
        Assert.Empty(executor.GetResults<long>(uid));
        Assert.NotEmpty(await store.ListRecordsAsync(uid, StoredRecordKind.Results));

        await next.WhenIdleAsync();
        clock.AdvanceTo(clock.GetUtcNow() + TimeSpan.FromMinutes(1));
        await next.WhenIdleAsync();
        await Assert.ThrowsAsync<JobNotFoundException>(() => next.GetAsync(Key));
        Assert.Empty(executor.GetResults<int>(uid));
        Assert.Empty(await store.ListRecordsAsync(uid, StoredRecordKind.Results));

        static Task SetNumberAsync(PodContext pod)
        {
            pod.SetResult(1);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_result_that_cannot_be_written_is_logged_and_its_pod_counts()
    {
        Guid uid;
        await using (JobEngine engine = await OpenAsync(SetMethodAsync))
        {
            await engine.CreateAsync(Jobs.Indexed("work", 1));
            JobReport<Action> report = await engine.WaitForReportAsync<Action>(Key);
            uid = Guid.Parse(report.Job.Metadata.Uid!);
            Assert.True(report.Succeeded);
            Assert.Single(report.Results);
            Assert.Single(log.Entries, entry => entry.Id.Name == "ResultLost" && entry.Error is not null);
        }

        await using JobEngine next = await OpenAsync(SetMethodAsync);
        Assert.True((await next.GetAsync(Key)).IsComplete());
        Assert.Empty(next.FindExecutor<InProcessPodExecutor>()!.GetResults<Action>(uid));

        static Task SetMethodAsync(PodContext pod)
        {
            pod.SetResult<Action>(static () => { });
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task The_settings_say_how_results_are_written_and_which_can_be()
    {
        var settings = new InProcessExecutorOptions { ResultJson = Named.Default.Options };
        await using (JobEngine engine = await OpenAsync(SetEitherAsync, settings: settings))
        {
            await engine.CreateAsync(Jobs.Indexed("work", 2));
            await engine.WaitAsync(Key);
        }

        await using JobEngine next = await OpenAsync(SetEitherAsync, settings: settings);
        JobReport<Share> report = await next.WaitForReportAsync<Share>(Key);
        Assert.Equal([new(0, new Share(0, "x"))], report.Results);
        Assert.Empty(next.FindExecutor<InProcessPodExecutor>()!.GetResults<DateOnly>(Guid.Parse(report.Job.Metadata.Uid!)));

        static Task SetEitherAsync(PodContext pod)
        {
            if (pod.Index == 0)
            {
                pod.SetResult(new Share(0, "x"));
            }
            else
            {
                pod.SetResult(DateOnly.MinValue);
            }

            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_kept_result_whose_type_has_changed_is_left_out()
    {
        await using (JobEngine engine = await OpenAsync(SetShareAsync))
        {
            await engine.CreateAsync(Jobs.Indexed("work", 1));
            await engine.WaitAsync(Key);
        }

        var settings = new InProcessExecutorOptions { ResultJson = new JsonSerializerOptions { Converters = { new Refusing() } } };
        await using JobEngine next = await OpenAsync(SetShareAsync, settings: settings);
        JobReport<Share> report = await next.WaitForReportAsync<Share>(Key);
        Assert.True(report.Succeeded);
        Assert.Empty(report.Results);

        static Task SetShareAsync(PodContext pod)
        {
            pod.SetResult(new Share(0, "x"));
            return Task.CompletedTask;
        }
    }

    private Task<JobEngine> OpenAsync(Func<PodContext, Task> body, TimeProvider? time = null, bool scheduled = false, SqliteJobStore? store = null, InProcessExecutorOptions? settings = null)
    {
        var pods = new InProcessPodExecutor((settings ?? new InProcessExecutorOptions()) with { TimeProvider = time ?? clock, Handlers = new PodHandlers().Add("work", body) });
        IPodExecutor executor = scheduled ? new ScheduledPodExecutor(pods, capacity: 10, timeProvider: time ?? clock) : pods;
        return JobEngine.OpenAsync(executor, new JobEngineOptions { TimeProvider = time ?? clock, PodFailureBackoff = PodFailureBackoff.None, LoggerFactory = log, Store = store ?? new SqliteJobStore(folder["jobs.db"]) });
    }

    public sealed record Share(int Index, string Life);

    [JsonSerializable(typeof(Share))]
    private sealed partial class Named : JsonSerializerContext;

    private sealed class Refusing : JsonConverter<Share>
    {
        public override Share Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new JsonException("No share.");

        public override void Write(Utf8JsonWriter writer, Share value, JsonSerializerOptions options) => throw new JsonException("No share.");
    }
}
