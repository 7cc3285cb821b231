using BatchJobs.Building;
using BatchJobs.Cli.Reporting;
using BatchJobs.Cli.Running;
using BatchJobs.Client;
using BatchJobs.InProcess;
using BatchJobs.Specs;
using BatchJobs.Testing;
using BatchJobs.Testing.Scripting;

namespace BatchJobs.Cli.Tests.Running;

public class JobFollowerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_Job_that_went_before_anybody_followed_it_is_reported_as_it_ended()
    {
        VirtualTimeProvider clock = new();
        ScriptedPodExecutor pods = new(clock, PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromSeconds(5))));
        await using JobEngine engine = new(pods, new JobEngineOptions { TimeProvider = clock });
        Task gone = GoneAsync(engine);
        Job created = await engine.CreateAsync(JobBuilder.NonIndexed("work", 1).Image("sleep").TtlAfterFinished(TimeSpan.Zero));
        await clock.RunUntilAsync(engine, gone);
        await Assert.ThrowsAsync<JobNotFoundException>(() => engine.GetAsync(created.Key()));

        await using TextRunReporter reporter = new(TextWriter.Null, TextWriter.Null, clock);
        JobOutcome outcome = await new JobFollower(engine, created, reporter).FollowAsync().WaitAsync(Patience);
        Assert.True(outcome.Job.IsComplete());
    }

    /// <summary>Whatever is heard first: of a Job that has ended everything is there at once.</summary>
    [Fact]
    public async Task What_is_told_of_a_Job_is_told_in_the_order_of_cause_and_effect()
    {
        InProcessPodExecutor pods = new();
        pods.Handlers.Add("greeter", pod =>
        {
            pod.WriteLine("hello");
            return Task.FromResult(pod.Index == 1 ? 3 : 0);
        });
        await using JobEngine engine = new(pods);
        Job created = await engine.CreateAsync(JobBuilder.Indexed("work", 3).Image("greeter").BackoffLimitPerIndex(0));
        await engine.WaitAsync(created.Key()).WaitAsync(Patience);

        await using StringWriter output = new();
        await using TextRunReporter reporter = new(output, TextWriter.Null, TimeProvider.System);
        await new JobFollower(engine, created, reporter).FollowAsync().WaitAsync(Patience);

        List<string> lines = [.. output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)];
        Assert.Equal("job.batch/work created", lines[0]);
        Assert.StartsWith("job.batch/work FailedIndexes: ", lines[^1], StringComparison.Ordinal);
        Assert.Equal(1 + 3 + 3 + 1 + 1, lines.Count);
        foreach (JobPod pod in await engine.ListPodsAsync(created.Key()))
        {
            string[] ofPod = [.. lines.Where(line => line.Contains(pod.Name, StringComparison.Ordinal))];
            string[] expected = [$"job.batch/work SuccessfulCreate: Created pod: {pod.Name}", $"{pod.Name} | hello"];
            Assert.Equal(pod.Index == 1 ? [.. expected, $"pod/{pod.Name} failed: container \"main\" ended with exit code 3"] : expected, ofPod);
        }
    }

    [Theory]
    [InlineData(1L, "")]
    [InlineData(3L, "warning: pod work-0 wrote 3 lines, 2 of them faster than they could be shown")]
    [InlineData(null, "")]
    public async Task Lines_that_could_not_be_shown_are_counted(long? written, string expected)
    {
        InProcessPodExecutor pods = new();
        pods.Handlers.Add("greeter", pod =>
        {
            pod.WriteLine("hello");
            return Task.CompletedTask;
        });
        await using JobEngine engine = new(pods);
        Job created = await engine.CreateAsync(JobBuilder.Indexed("work", 1).Image("greeter"));
        await engine.WaitAsync(created.Key()).WaitAsync(Patience);

        await using StringWriter notes = new();
        await using TextRunReporter reporter = new(TextWriter.Null, notes, TimeProvider.System);
        await new JobFollower(engine, created, reporter, countLines: _ => written).FollowAsync().WaitAsync(Patience);

        string pod = Assert.Single(await engine.ListPodsAsync(created.Key())).Name;
        Assert.Equal(expected, notes.ToString().Trim().Replace(pod, "work-0", StringComparison.Ordinal));
    }

    private static async Task GoneAsync(JobEngine engine)
    {
        await foreach (JobChange change in engine.WatchAsync())
        {
            if (change.Type == JobChangeType.Deleted)
            {
                return;
            }
        }
    }
}
