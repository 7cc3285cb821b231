using BatchJobs.Building;
using BatchJobs.Execution;
using BatchJobs.InProcess;
using BatchJobs.Primitives;
using BatchJobs.Scheduling;
using BatchJobs.Specs;
using BatchJobs.Testing;
using BatchJobs.Testing.Scripting;

namespace BatchJobs.Docs.Tests.Guides;

/// <summary>The scheduler of the page on writing schedulers.</summary>
public class SchedulerSnippets
{
    #region scheduler
    /// <summary>First come, first served, but pods with the label "when: night" start between 22 and 6 o'clock (UTC) only.</summary>
    internal sealed class NightShift : IPodScheduler
    {
        public void Schedule(SchedulingCycle cycle)
        {
            bool night = cycle.Now.UtcDateTime.Hour is >= 22 or < 6;
            foreach (WaitingPod pod in cycle.Waiting)
            {
                if (!night && pod.Request.Labels.TryGetValue("when", out string? when) && when == "night")
                {
                    cycle.LookAgainAt = new DateTimeOffset(cycle.Now.UtcDateTime.Date.AddHours(22));
                    cycle.Explain(pod, "Waiting for the night, which begins at 22:00 UTC.");
                }
                else if (cycle.Nodes.FirstOrDefault(node => node.Fits(pod.Request.Spec) && cycle.FreeOn(node) > 0) is { } node)
                {
                    cycle.Bind(pod, node);
                }
            }
        }
    }
    #endregion

    [Fact]
    public async Task It_can_be_asked_by_hand()
    {
        await using var executor = new InProcessPodExecutor();

        #region scheduler-by-hand
        var node = new PodNode("here", executor) { Capacity = 1 };
        var noon = new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
        var cycle = new SchedulingCycle(noon, [Waiting("night"), Waiting("any"), Waiting("any")], running: [], [node]);

        new NightShift().Schedule(cycle);

        Assert.Same(cycle.Waiting.ElementAt(1), Assert.Single(cycle.Bindings).Pod);
        Assert.Equal(noon.AddHours(10), cycle.LookAgainAt);
        #endregion

        WaitingPod Waiting(string when) => new(
            new PodStartRequest
            {
                Id = new(Guid.NewGuid(), 0),
                Name = "pod",
                Uid = Guid.NewGuid(),
                Job = new JobKey("job"),
                CreationTimestamp = noon,
                Labels = new Dictionary<string, string> { ["when"] = when },
                Annotations = new Dictionary<string, string>(),
                Spec = new PodSpec(),
            },
            noon);
    }

    [Fact]
    public async Task It_works_under_an_engine()
    {
        #region scheduler-engine
        var clock = new VirtualTimeProvider(new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero));
        var pods = new ScriptedPodExecutor(clock, PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromMinutes(5))));
        await using var engine = new JobEngine(
            new ScheduledPodExecutor(pods, capacity: 8, new NightShift(), clock),
            new JobEngineOptions { TimeProvider = clock });

        Job job = await engine.CreateAsync(JobBuilder.NonIndexed("backup").Image("backup").PodLabel("when", "night"));
        Job finished = await clock.RunUntilAsync(engine, engine.WaitAsync(job.Key()));

        Assert.Equal(new TimeSpan(22, 5, 0), finished.Status!.CompletionTime!.Value.TimeOfDay);
        #endregion
    }
}
