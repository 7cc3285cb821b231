using BatchJobs.Building;
using BatchJobs.Cli.Reporting;
using BatchJobs.Cli.Running;
using BatchJobs.Client;
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
