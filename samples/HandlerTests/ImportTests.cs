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
        Assert.Equal(0, await new Import(Lines("1", "42"), TimeProvider.System).RunAsync(pod));
        Assert.Equal(42, pod.Result);

        Assert.Equal(Import.BadInput, await new Import(Lines("1", "forty-two"), TimeProvider.System).RunAsync(pod));
        Assert.Equal("line 1 is not a number", pod.TerminationMessage);
    }

    [Fact]
    public async Task Bad_input_fails_its_index_at_once_and_no_other()
    {
        int reads = 0;
        await using var host = new JobTestHost();
        var import = new Import(
            (index, _) =>
            {
                Interlocked.Increment(ref reads);
                return Lines("1", "two", "3")(index, default);
            },
            host.Clock);

        JobTestRun run = await host.RunAsync(JobBuilder.Indexed("import", completions: 3).BackoffLimitPerIndex(5).FailIndexOn(Import.BadInput), import);

        run.ShouldHaveFailed("FailedIndexes").ShouldHaveSucceededIndexes(0, 2).ShouldHaveFailedIndexes(1);
        Assert.Equal("line 1 is not a number", run.Failures[1].Message);
        Assert.Equal(3, reads);
    }

    [Fact]
    public async Task A_lost_connection_is_tried_again_after_ten_seconds_that_take_no_time()
    {
        int reads = 0;
        await using var host = new JobTestHost();
        var import = new Import(
            (_, _) => Interlocked.Increment(ref reads) == 1 ? throw new IOException("connection lost") : Task.FromResult("7"),
            host.Clock);

        JobTestRun run = await host.RunAsync(JobBuilder.Indexed("import", completions: 1).BackoffLimitPerIndex(5), import);

        run.ShouldBeComplete();
        Assert.Equal(TimeSpan.FromSeconds(10), run.Took);
    }

    [Fact]
    public async Task A_source_that_does_not_answer_is_given_up_after_a_minute()
    {
        await using var host = new JobTestHost();
        var import = new Import((_, _) => new TaskCompletionSource<string>().Task, host.Clock);

        JobTestRun run = await host.RunAsync(JobBuilder.Indexed("import", completions: 1).BackoffLimitPerIndex(0), import);

        run.ShouldHaveFailed("FailedIndexes");
        Assert.Equal(TimeSpan.FromMinutes(1), run.Took);
    }

    [Fact]
    public async Task The_next_night_begins_when_it_should()
    {
        await using var host = new JobTestHost();
        var nights = new List<DateTimeOffset>();
        host.Handlers.Add("import", _ =>
        {
            nights.Add(host.Clock.GetUtcNow());
            return Task.CompletedTask;
        });

        await host.Engine.CreateCronJobAsync(Import.EveryNight);
        await host.AdvanceAsync(TimeSpan.FromDays(3));

        Assert.Equal([2, 2, 2], nights.Select(night => night.Hour));
    }

    private static Func<int, CancellationToken, Task<string>> Lines(params string[] lines) => (index, _) => Task.FromResult(lines[index]);
}
