#region simulate
using BatchJobs.Specs;
using BatchJobs.Testing.Scenarios;
using BatchJobs.Testing.Scripting;
using BatchJobs.Testing.Simulation;
#endregion
using BatchJobs.Building;
using BatchJobs.Testing;

namespace BatchJobs.Docs.Tests;

/// <summary>The C# of the page of BatchJobs.Testing.</summary>
public class TestingSnippets
{
    #region simulate
    [Fact]
    public async Task Index_3_may_fail_twice()
    {
        var result = (JobSimulationResult)await JobSimulator.RunAsync(new Scenario
        {
            Name = "index-3-fails-twice",
            Job = MyJobs.Import,                                           // completionMode: Indexed, backoffLimitPerIndex: 2
            Pods =
            [
                PodRule.ForAttempt(3, 0, PodScript.Fails(TimeSpan.FromMinutes(1))),
                PodRule.ForAttempt(3, 1, PodScript.Fails(TimeSpan.FromMinutes(1), exitCode: 137)),
                PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromMinutes(5))),
            ],
            Steps = [new PatchStep(TimeSpan.FromMinutes(2), """{"spec":{"parallelism":8}}""")],
        });

        Assert.Equal("Complete", result.Status.Conditions![^1].Type);
        Assert.Equal(2, result.Status.Failed);
        result.WriteTimeline(Console.Out);                                 // what happened when, and which rule decided it
    }
    #endregion

    [Fact]
    public async Task Handlers_run_under_virtual_time()
    {
        #region handlers
        await using var host = new JobTestHost();

        JobTestRun run = await host.RunAsync(
            JobBuilder.Indexed("import", completions: 3).Parallelism(3).BackoffLimitPerIndex(2),
            async pod =>
            {
                await Task.Delay(TimeSpan.FromHours(1), host.Clock, pod.CancellationToken);
                if (pod is { Index: 1, Attempt: 1 })
                {
                    throw new IOException("connection lost");
                }
            });

        run.ShouldBeComplete().ShouldHaveSucceededIndexes(0, 1, 2);
        Assert.Equal(TimeSpan.FromHours(2) + TimeSpan.FromSeconds(10), run.Took);
        #endregion
    }

    [Fact]
    public async Task An_engine_runs_under_virtual_time()
    {
        #region virtual-time
        var clock = new VirtualTimeProvider();
        var executor = new ScriptedPodExecutor(clock, PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromHours(3))));
        await using var engine = new JobEngine(executor, new JobEngineOptions { TimeProvider = clock });

        Job job = await engine.CreateAsync(MyJobs.Nightly);
        Job finished = await clock.RunUntilAsync(engine, engine.WaitAsync(job.Key()));

        Assert.Equal(TimeSpan.FromHours(3), finished.Status!.CompletionTime - finished.Status.StartTime);
        #endregion
    }

    private static class MyJobs
    {
        public static Job Import { get; } = Named("import") with
        {
            Spec = new JobSpec
            {
                CompletionMode = CompletionMode.Indexed,
                Completions = 10,
                Parallelism = 2,
                BackoffLimitPerIndex = 2,
                Template = Template,
            },
        };

        public static Job Nightly { get; } = Named("nightly");

        private static PodTemplateSpec Template => new()
        {
            Spec = new PodSpec { RestartPolicy = RestartPolicy.Never, Containers = [new Container { Name = "worker", Image = "busybox" }] },
        };

        private static Job Named(string name) => new()
        {
            Metadata = new ObjectMeta { Name = name },
            Spec = new JobSpec { Template = Template },
        };
    }
}
