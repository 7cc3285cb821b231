using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Testing.Scripting;
using BatchJobs.Tests.Support;

namespace BatchJobs.Tests;

/// <summary>Finished Jobs that don't say how long they are kept are kept as the engine says, by how they ended.</summary>
public class TimeToLiveTests
{
    private static readonly JobEngineOptions MinuteOrHour = new() { CompleteJobTimeToLive = TimeSpan.FromMinutes(1), FailedJobTimeToLive = TimeSpan.FromHours(1) };

    private static readonly PodRule[] SecondFails =
    [
        new(new PodMatch { Index = 1 }, PodScript.Fails(TimeSpan.FromSeconds(1), exitCode: 1)),
        PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromSeconds(1))),
    ];

    [Fact]
    public async Task A_completed_Job_goes_after_its_time_and_a_failed_one_after_another()
    {
        await using var bench = new EngineBench(MinuteOrHour, null, SecondFails);
        JobKey complete = await bench.CreateAsync(name: "complete");
        JobKey failed = await CreateFailingAsync(bench, "failed");
        await bench.AdvanceAsync(60);
        Assert.Equal([complete, failed], await KeysAsync(bench));
        await bench.AdvanceAsync(1);
        Assert.Equal([failed], await KeysAsync(bench));
        await bench.AdvanceAsync(3539);
        Assert.Equal([failed], await KeysAsync(bench));
        await bench.AdvanceAsync(1);
        Assert.Empty(await KeysAsync(bench));
    }

    [Fact]
    public async Task What_a_Job_says_itself_counts()
    {
        await using var bench = new EngineBench(MinuteOrHour, null, SecondFails);
        await bench.CreateAsync(spec => spec with { TtlSecondsAfterFinished = 10 }, "short");
        JobKey longer = await bench.CreateAsync(spec => spec with { TtlSecondsAfterFinished = 100 }, "long");
        await bench.AdvanceAsync(11);
        Assert.Equal([longer], await KeysAsync(bench));
        await bench.AdvanceAsync(89);
        Assert.Equal([longer], await KeysAsync(bench));
        await bench.AdvanceAsync(1);
        Assert.Empty(await KeysAsync(bench));
    }

    [Fact]
    public async Task One_of_them_alone_leaves_the_others_for_ever()
    {
        await using var bench = new EngineBench(new JobEngineOptions { CompleteJobTimeToLive = TimeSpan.Zero }, null, SecondFails);
        await bench.CreateAsync(name: "complete");
        JobKey failed = await CreateFailingAsync(bench, "failed");
        await bench.AdvanceAsync(365 * 86400);
        Assert.Equal([failed], await KeysAsync(bench));
    }

    [Fact]
    public async Task An_engine_that_is_told_later_applies_it_to_the_Jobs_of_its_store()
    {
        await using var bench = new RestartBench(SecondFails) { Options = MinuteOrHour };
        await bench.OpenAsync();
        await bench.CreateAsync(name: "complete");
        JobKey failed = await CreateFailingAsync(bench, "failed");
        await bench.AdvanceAsync(10);
        await bench.CrashAsync();
        await bench.AdvanceAsync(60);
        await bench.OpenAsync();
        Assert.Equal([failed], await KeysAsync(bench));
    }

    [Theory]
    [InlineData(-1, 1, nameof(JobEngineOptions.CompleteJobTimeToLive))]
    [InlineData(1, -1, nameof(JobEngineOptions.FailedJobTimeToLive))]
    public async Task Less_than_nothing_is_refused(int complete, int failed, string option)
    {
        await using var executor = new ScriptedPodExecutor(TimeProvider.System);
        var options = new JobEngineOptions { CompleteJobTimeToLive = TimeSpan.FromTicks(complete), FailedJobTimeToLive = TimeSpan.FromTicks(failed) };
        Assert.Equal(option, Assert.Throws<ArgumentOutOfRangeException>(() => new JobEngine(executor, options)).ParamName);
    }

    private static Task<JobKey> CreateFailingAsync(VirtualBench bench, string name) =>
        bench.CreateAsync(spec => spec with { CompletionMode = CompletionMode.Indexed, Completions = 2, Parallelism = 2, BackoffLimit = 0 }, name);

    private static async Task<IEnumerable<JobKey>> KeysAsync(VirtualBench bench) => (await bench.Engine.ListAsync()).Items.Select(job => job.Key());
}
