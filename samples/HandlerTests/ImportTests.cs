using BatchJobs;
using BatchJobs.Building;
using BatchJobs.InProcess;
using BatchJobs.Testing;

namespace HandlerTests;

public class ImportTests
{
    [Fact]
    public async Task A_handler_is_tested_alone_with_a_context_made_by_hand()
    {
        var pod = new PodContext { CompletionIndex = 1 };
        Assert.Equal(0, await new Import(_ => "42").RunAsync(pod));
        Assert.Equal(42, pod.Result);

        Assert.Equal(Import.BadInput, await new Import(_ => "forty-two").RunAsync(pod));
        Assert.Equal("line 1 is not a number", pod.TerminationMessage);
    }

    [Fact]
    public async Task Bad_input_fails_its_index_at_once_and_no_other()
    {
        string[] lines = ["1", "two", "3"];
        int reads = 0;
        await using var engine = new JobEngine(new InProcessPodExecutor());
        JobReport report = await engine.RunAsync(
            JobBuilder.Indexed("import", lines.Length).BackoffLimitPerIndex(5).FailIndexOn(Import.BadInput),
            new Import(index =>
            {
                Interlocked.Increment(ref reads);
                return lines[index];
            }));
        Assert.Equal([0, 2], report.SucceededIndexes);
        Assert.Equal([1], report.FailedIndexes);
        Assert.Equal("line 1 is not a number", report.Failures[1].Message);
        Assert.Equal(3, reads);
    }

    [Fact]
    public async Task A_lost_connection_is_tried_again_after_ten_seconds_that_take_no_time()
    {
        var clock = new VirtualTimeProvider();
        DateTimeOffset start = clock.GetUtcNow();
        int reads = 0;
        var executor = new InProcessPodExecutor(new InProcessExecutorOptions { TimeProvider = clock });
        await using var engine = new JobEngine(executor, new JobEngineOptions { TimeProvider = clock });
        Task<JobReport> run = engine.RunAsync(
            JobBuilder.Indexed("import", completions: 1).BackoffLimitPerIndex(5),
            new Import(_ => Interlocked.Increment(ref reads) == 1 ? throw new IOException("connection lost") : "7"));

        // The only timer there ever is, is that of the back-off.
        while (!run.IsCompleted && !clock.AdvanceToNextTimer())
        {
            await Task.Yield();
        }

        Assert.True((await run).Succeeded);
        Assert.Equal(TimeSpan.FromSeconds(10), clock.GetUtcNow() - start);
    }
}
