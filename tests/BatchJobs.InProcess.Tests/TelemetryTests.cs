using System.Collections.Concurrent;
using System.Diagnostics;
using BatchJobs.Building;
using BatchJobs.Client;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Storage;
using BatchJobs.Tests.Support;

namespace BatchJobs.InProcess.Tests;

public class TelemetryTests
{
    [Fact]
    public async Task What_the_Job_controller_counts_is_counted()
    {
        using var meters = new Meters();
        await using (var engine = new JobEngine(new InProcessPodExecutor(), new JobEngineOptions { MeterFactory = meters }))
        {
            await engine.RunAsync(
                JobBuilder.Indexed("metrics", completions: 4).BackoffLimitPerIndex(0),
                pod => Task.FromResult(pod.Index == 2 ? 1 : 0));
        }

        Assert.Equal(1, meters.Sums("batchjobs.jobs.finished")["completion_mode=Indexed reason=FailedIndexes result=failed"]);
        Assert.Equal(3, meters.Sums("batchjobs.job.pods.finished")["completion_mode=Indexed result=succeeded"]);
        Assert.Equal(1, meters.Sums("batchjobs.job.pods.finished")["completion_mode=Indexed result=failed"]);
        Assert.Equal(3, meters.Sums("batchjobs.job.finished_indexes")["backoffLimit=perIndex status=succeeded"]);
        Assert.Equal(1, meters.Sums("batchjobs.job.finished_indexes")["backoffLimit=perIndex status=failed"]);
        Assert.Equal(3, meters.Sums("batchjobs.job.pods.creation")["reason=new status=succeeded"]);
        Assert.Equal(1, meters.Sums("batchjobs.job.pods.creation")["reason=recreate_terminating_or_failed status=succeeded"]);
        Assert.Equal(1, meters.Count("batchjobs.job.duration", "completion_mode=Indexed result=failed"));
        Assert.True(meters.Count("batchjobs.job.sync.duration", "action=pods_created completion_mode=Indexed result=success") > 0);
    }

    [Fact]
    public async Task A_Job_is_a_span_under_its_creator_and_a_pod_a_span_in_it_that_holds_what_the_body_traces()
    {
        ConcurrentQueue<Activity> ended = [];
        using ActivityListener listener = Listen(ended);
        using var source = new ActivitySource("Test");
        ActivityTraceId trace;
        await using (var engine = new JobEngine(new InProcessPodExecutor()))
        {
            using Activity creator = source.StartActivity("request")!;
            trace = creator.TraceId;
            await engine.RunAsync(JobBuilder.Indexed("traced", completions: 2).BackoffLimitPerIndex(0), async pod =>
            {
                using Activity? inner = source.StartActivity($"inner {pod.Index}");
                await Task.Yield();
                if (pod.Index == 1)
                {
                    throw new InvalidOperationException();
                }
            });
        }

        Activity[] mine = [.. ended.Where(span => span.TraceId == trace)];
        Activity request = mine.Single(span => span.OperationName == "request");
        Activity job = mine.Single(span => span.OperationName == "batchjobs.job");
        Activity[] pods = [.. mine.Where(span => span.OperationName == "batchjobs.pod").OrderBy(span => (int)span.GetTagItem("batchjobs.pod.index")!)];
        Assert.Equal((request.SpanId, ActivityStatusCode.Error), (job.ParentSpanId, job.Status));
        Assert.Equal("FailedIndexes", job.GetTagItem("batchjobs.job.reason"));
        Assert.Equal(["succeeded", "failed"], pods.Select(span => span.GetTagItem("batchjobs.pod.outcome")));
        Assert.All(pods, span => Assert.Equal((job.SpanId, ActivityKind.Consumer), (span.ParentSpanId, span.Kind)));
        Assert.Equal(pods.Select(span => span.SpanId), [.. Enumerable.Range(0, 2).Select(index => mine.Single(span => span.OperationName == $"inner {index}").ParentSpanId)]);
    }

    [Fact]
    public async Task The_spans_of_a_stored_Job_continue_that_of_its_creator_after_a_restart()
    {
        ConcurrentQueue<Activity> ended = [];
        using ActivityListener listener = Listen(ended);
        using var source = new ActivitySource("Test");
        var key = new JobKey("traced");
        var store = new InMemoryJobStore();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Activity creator;
        await using (JobEngine engine = await OpenAsync(store, async pod =>
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, pod.CancellationToken);
        }))
        {
            using (creator = source.StartActivity("request")!)
            {
                Job created = await engine.CreateAsync(JobBuilder.Indexed("traced", completions: 1).Image("work"));
                Assert.Equal(creator.Id, created.Metadata.Annotations![JobTraceAnnotations.TraceParent]);
            }

            await begun.Task;
        }

        await using (JobEngine engine = await OpenAsync(store, _ => Task.CompletedTask))
        {
            await engine.WaitAsync(key);
            await engine.DeleteAsync(key);
        }

        Activity[] mine = [.. ended.Where(span => span.TraceId == creator.TraceId)];
        Activity job = mine.Single(span => span.OperationName == "batchjobs.job");
        Activity pod = mine.Single(span => span.OperationName == "batchjobs.pod" && span.GetTagItem("batchjobs.pod.outcome") is "succeeded");
        Assert.Equal((creator.SpanId, true, "CompletionsReached"), (job.ParentSpanId, job.HasRemoteParent, job.GetTagItem("batchjobs.job.reason")));
        Assert.Equal(job.SpanId, pod.ParentSpanId);
    }

    [Fact]
    public async Task A_creator_that_somebody_names_wins_and_a_retry_has_another_one()
    {
        ConcurrentQueue<Activity> ended = [];
        using ActivityListener listener = Listen(ended);
        using var source = new ActivitySource("Test");
        using Activity current = source.StartActivity("request")!;
        var named = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
        string text = $"00-{named.TraceId}-{named.SpanId}-01";
        var key = new JobKey("traced");
        await using (JobEngine engine = await OpenAsync(new InMemoryJobStore(), _ => Task.FromException(new InvalidOperationException())))
        {
            await engine.CreateAsync(JobBuilder.Indexed("traced", completions: 1).BackoffLimitPerIndex(0).Image("work").Annotation(JobTraceAnnotations.TraceParent, text));
            Job failed = await engine.WaitAsync(key);
            Assert.Equal(text, failed.Metadata.Annotations![JobTraceAnnotations.TraceParent]);
            Job retry = await engine.RetryFailedIndexesAsync(key, "again");
            Assert.Equal(current.Id, retry.Metadata.Annotations![JobTraceAnnotations.TraceParent]);
        }

        Assert.Equal(named.SpanId, ended.Single(span => span.TraceId == named.TraceId && span.OperationName == "batchjobs.job").ParentSpanId);
    }

    private static ActivityListener Listen(ConcurrentQueue<Activity> ended)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "BatchJobs" or "Test",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static Task<JobEngine> OpenAsync(InMemoryJobStore store, Func<PodContext, Task> body) => JobEngine.OpenAsync(
        new InProcessPodExecutor(new InProcessExecutorOptions { Handlers = new PodHandlers().Add("work", body) }),
        new JobEngineOptions { Store = store });
}
