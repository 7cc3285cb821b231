using System.Collections.Concurrent;
using BatchJobs.Building;
using BatchJobs.Specs;

namespace BatchJobs.InProcess.Tests;

public class RunTests
{
    [Fact]
    public async Task A_thousand_calls_eight_at_a_time_with_two_retries_each_are_a_few_lines()
    {
        int running = 0;
        int most = 0;
        await using var engine = new JobEngine(new InProcessPodExecutor());
        JobReport report = await engine.RunAsync(JobBuilder.Indexed("thumbnails", completions: 1000).Parallelism(8), async pod =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref running));
            await Task.Yield();
            Interlocked.Decrement(ref running);
        });
        Assert.True(report.Succeeded, report.Message);
        Assert.Equal(Enumerable.Range(0, 1000), report.SucceededIndexes);
        Assert.InRange(most, 1, 8);
        Assert.Empty(report.Failures);
    }

    [Fact]
    public async Task Results_come_back_by_index()
    {
        await using var engine = new JobEngine(new InProcessPodExecutor());
        JobReport<long> report = await engine.ComputeAsync(
            JobBuilder.Indexed("squares", completions: 100).Parallelism(4),
            async pod =>
            {
                await Task.Yield();
                return (long)pod.Index * pod.Index;
            });
        Assert.Equal(Enumerable.Range(0, 100).ToDictionary(index => index, index => (long)index * index), report.ThrowIfFailed().Results);
    }

    [Fact]
    public async Task What_a_body_returns_whose_pod_has_failed_is_no_result()
    {
        await using var pods = new ExecutorFixture();
        await using var engine = new JobEngine(pods.Executor, new JobEngineOptions { TimeProvider = pods.Clock });
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Job job = JobBuilder.Indexed("late", completions: 1).BackoffLimitPerIndex(0);
        job = job with { Spec = job.Spec with { Template = job.Spec.Template with { Spec = job.Spec.Template.Spec with { ActiveDeadlineSeconds = 60 } } } };
        Task<JobReport<string>> run = engine.ComputeAsync(job, async pod =>
        {
            pod.CancellationToken.Register(stopped.SetResult);
            began.SetResult();
            await stopped.Task;
            return "half of it";
        });
        await began.Task;
        pods.Clock.Advance(TimeSpan.FromSeconds(60));
        JobReport<string> report = await run.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal([0], report.FailedIndexes);
        Assert.Empty(report.Results);
    }

    [Fact]
    public async Task The_report_tells_indexes_apart_that_failed_from_those_that_did_not()
    {
        await using var engine = new JobEngine(new InProcessPodExecutor());
        JobReport<string> report = await engine.ComputeAsync(
            JobBuilder.Indexed("odd", completions: 6).Parallelism(6).BackoffLimitPerIndex(0),
            pod => pod.Index % 2 == 0 ? Task.FromResult($"item {pod.Index}") : throw new FormatException($"no {pod.Index}"));
        Assert.False(report.Succeeded);
        Assert.Equal("FailedIndexes", report.Reason);
        Assert.Equal([0, 2, 4], report.SucceededIndexes);
        Assert.Equal([1, 3, 5], report.FailedIndexes);
        Assert.Equal([0, 2, 4], report.Results.Keys.Order());
        Assert.Equal((IndexOutcome.Succeeded, IndexOutcome.Failed, IndexOutcome.Unfinished), (report.OutcomeOf(4), report.OutcomeOf(5), report.OutcomeOf(6)));
        Assert.Equal(new PodFailure(report.Failures[3].PodName, 3, 1, "Error", "System.FormatException: no 3"), report.Failures[3]);
        JobFailedException error = Assert.Throws<JobFailedException>(report.ThrowIfFailed);
        Assert.EndsWith("System.FormatException: no 1. Report.Failures has the other 2 failures.", error.Message, StringComparison.Ordinal);
        Assert.Same(report, error.Report);
    }

    [Theory]
    [InlineData("Input string was not in a correct format.", "Input string was not in a correct format.")]
    [InlineData("is it there?", "is it there?")]
    [InlineData("no luck", "no luck.")]
    public async Task What_is_said_of_a_failed_Job_has_a_full_stop_at_its_end(string thrown, string end)
    {
        await using var engine = new JobEngine(new InProcessPodExecutor());
        JobReport report = await engine.RunAsync(JobBuilder.Indexed("import", completions: 1).BackoffLimitPerIndex(0), _ => throw new FormatException(thrown));

        JobFailedException error = Assert.Throws<JobFailedException>(report.ThrowIfFailed);

        Assert.EndsWith($" failed: System.FormatException: {end} ReadLogAsync has what the pod wrote.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("..", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "longer than specified deadline. ExplainAsync tells which rule decided so.")]
    [InlineData(1, "Pod import-0 failed: no luck. ReadLogAsync has what the pod wrote.")]
    [InlineData(2, "Pod import-0 failed: no luck. Report.Failures has the other failure.")]
    [InlineData(3, "Pod import-0 failed: no luck. Report.Failures has the other 2 failures.")]
    public void What_is_said_of_a_failed_Job_ends_with_where_to_look_next(int failures, string end)
    {
        Job job = new()
        {
            Metadata = new ObjectMeta { Name = "import" },
            Status = new JobStatus { Conditions = [new JobCondition { Type = JobConditionTypes.Failed, Reason = "DeadlineExceeded", Message = "Job was active longer than specified deadline" }] },
        };
        JobReport report = new(job, Enumerable.Range(0, failures).ToDictionary(index => index, index => new PodFailure($"import-{index}", index, 1, "Error", "no luck")));

        JobFailedException error = Assert.Throws<JobFailedException>(report.ThrowIfFailed);

        Assert.EndsWith(end, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_on_an_exception_type_fails_the_Job_at_once()
    {
        var executor = new InProcessPodExecutor(new InProcessExecutorOptions { ExceptionExitCodes = new ExceptionExitCodes().Map<FormatException>(65, "BadFormat") });
        await using var engine = new JobEngine(executor);
        ConcurrentQueue<int> attempts = [];
        JobReport report = await engine.RunAsync(JobBuilder.Indexed("import", completions: 10).FailJobOn(65), pod =>
        {
            attempts.Enqueue(pod.Index);
            throw new FormatException();
        });
        Assert.Equal("PodFailurePolicy", report.Reason);
        Assert.Equal([0], attempts);
        Assert.Equal((65, "BadFormat"), (report.Failures[0].ExitCode!.Value, report.Failures[0].Reason!));
    }

    [Fact]
    public async Task Attempts_of_an_index_are_counted()
    {
        await using var engine = new JobEngine(new InProcessPodExecutor());
        ConcurrentQueue<int> attempts = [];
        JobReport report = await engine.RunAsync(JobBuilder.Indexed("flaky", completions: 1).RestartOnFailure(), pod =>
        {
            attempts.Enqueue(pod.Attempt);
            return Task.FromResult(pod.Attempt == 1 ? 1 : 0);
        });
        Assert.True(report.Succeeded);
        Assert.Equal([1, 2], attempts);
    }

    [Fact]
    public async Task Cancelling_a_run_deletes_its_Job()
    {
        await using var engine = new JobEngine(new InProcessPodExecutor());
        using var cancel = new CancellationTokenSource();
        var started = new TaskCompletionSource<CancellationToken>();
        Task<JobReport> run = engine.RunAsync(
            JobBuilder.NonIndexed("endless"),
            pod =>
            {
                started.SetResult(pod.CancellationToken);
                return Task.Delay(Timeout.Infinite, pod.CancellationToken);
            },
            cancel.Token);
        CancellationToken ofTheBody = await started.Task;
        var stopped = new TaskCompletionSource();
        ofTheBody.Register(stopped.SetResult);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Empty((await engine.ListAsync()).Items);
    }

    [Fact]
    public async Task A_manifest_names_a_registered_handler_by_image()
    {
        var executor = new InProcessPodExecutor();
        ConcurrentQueue<string> seen = [];
        executor.Handlers.Add("greet", pod =>
        {
            seen.Enqueue($"{string.Join(' ', pod.Args)} {pod.Environment["WHO"]} {pod.Environment["JOB_COMPLETION_INDEX"]}");
            return Task.CompletedTask;
        });
        await using var engine = new JobEngine(executor);
        Job job = JobBuilder.Indexed("greetings", completions: 2).Image("greet").Args("good", "morning").Env("WHO", "world");
        JobReport report = await engine.RunToCompletionAsync(job);
        Assert.True(report.Succeeded, report.Message);
        Assert.Equal(["good morning world 0", "good morning world 1"], seen.Order());
    }

    [Fact]
    public async Task A_body_needs_an_engine_that_can_run_it()
    {
        await using var engine = new JobEngine(new Testing.Scripting.ScriptedPodExecutor(TimeProvider.System));
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => engine.RunAsync(JobBuilder.NonIndexed("a"), _ => Task.CompletedTask));
        Assert.Contains("ScriptedPodExecutor", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bodies_given_with_a_Job_are_not_kept_after_it()
    {
        var executor = new InProcessPodExecutor();
        await using var engine = new JobEngine(executor);
        await engine.RunAsync(JobBuilder.NonIndexed("once"), _ => Task.CompletedTask);
        await Assert.ThrowsAnyAsync<Validation.InvalidObjectException>(() => engine.RunAsync(JobBuilder.NonIndexed("Not A Name"), _ => Task.CompletedTask));
        Assert.Equal("none is registered", executor.Handlers.Describe());
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (int seen = Volatile.Read(ref target); value > seen; seen = Interlocked.CompareExchange(ref target, value, seen) == seen ? value : Volatile.Read(ref target))
        {
        }
    }
}
