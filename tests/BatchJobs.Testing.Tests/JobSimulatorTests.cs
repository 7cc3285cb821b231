using System.Text;
using System.Text.Json;
using BatchJobs.Building;
using BatchJobs.Client;
using BatchJobs.Specs;
using BatchJobs.Testing.Scenarios;
using BatchJobs.Testing.Scripting;
using BatchJobs.Testing.Simulation;
using BatchJobs.Validation;

namespace BatchJobs.Testing.Tests;

/// <summary>Scenarios beside the recorded ones; what is expected follows from the semantics of Kubernetes 1.36.</summary>
public class JobSimulatorTests
{
    [Fact]
    public async Task A_retried_job_completes_after_its_backoff()
    {
        JobSimulationResult result = await RunAsync(new JobSpec(), [PodRule.ForOrdinal(0, PodScript.Fails(Seconds(2.5))), PodRule.ForAll(PodScript.Succeeds(Seconds(2.5)))]);
        Assert.Equal(["Failed 0-2.5", "Succeeded 11.9-14.4"], Lives(result));
        Assert.Equal(["SuccessCriteriaMet", "Complete"], result.Status.Conditions!.Select(condition => condition.Type));
        Assert.Equal((15, 1, 1), (result.Status.CompletionTime, result.Status.Succeeded, result.Status.Failed));
        Assert.Contains(result.Decisions!, decision => decision is { Action: "RetryLater", T: 3.5, Next: 11.9 });
        Assert.Equal(["Completed 1", "SuccessfulCreate 2"], result.Events!.Select(found => $"{found.Reason} {found.Count}"));
    }

    [Fact]
    public async Task A_job_without_time_to_live_is_seen_finished_before_it_goes()
    {
        JobSimulationResult result = await RunAsync(
            new JobSpec { TtlSecondsAfterFinished = 0 }, [PodRule.ForAll(PodScript.Succeeds(Seconds(2.5)))], until: new ScenarioEnd { Gone = true });
        Assert.Equal(new ObjectTimes(3.5, 3.5), result.Object);
        Assert.Equal(1, result.Status.Succeeded);
        Assert.Contains(result.Events!, found => found.Reason == "Completed");
        Assert.Equal(3.5, Assert.Single(result.Pods).Gone);
    }

    [Theory]
    [InlineData(DeletionPropagation.Background, 4.0, "Failed 0-7, deleted 4, gone 7", "Succeeded 0-2.5, deleted 4, gone 4")]
    [InlineData(DeletionPropagation.Foreground, 7.0, "Failed 0-7, deleted 4, gone 7", "Succeeded 0-2.5, deleted 4, gone 4")]
    [InlineData(DeletionPropagation.Orphan, 4.0, "Succeeded 0-9.5, orphaned", "Succeeded 0-2.5, orphaned")]
    public async Task Pods_follow_their_deleted_job_as_asked(DeletionPropagation propagation, double gone, params string[] pods)
    {
        PodScript slow = PodScript.Succeeds(Seconds(9.5)) with { OnDelete = new PodDeletion { Takes = Seconds(3) } };
        JobSimulationResult result = await RunAsync(
            new JobSpec { Parallelism = 2, Completions = 2 },
            [PodRule.ForOrdinal(0, slow), PodRule.ForAll(PodScript.Succeeds(Seconds(2.5)))],
            [new DeleteJobStep(Seconds(4), propagation)],
            new ScenarioEnd { Gone = true, Settle = Seconds(10) });
        Assert.Equal(new ObjectTimes(4, gone), result.Object);
        Assert.Equal(pods, Lives(result));
        Assert.Equal(1, result.Status.Succeeded);
    }

    [Fact]
    public async Task Users_can_end_pods_and_change_their_readiness()
    {
        JobSimulationResult result = await RunAsync(
            new JobSpec(),
            [PodRule.ForAll(PodScript.RunsForever with { Ready = false })],
            [
                new PodReadyStep(Seconds(2), new PodSelector { Ordinal = 0 }, Ready: true),
                new FinishPodStep(Seconds(5), new PodSelector { Ordinal = 0 }, new PodEnd { ExitCode = 1 }),
                new FinishPodStep(Seconds(20), PodSelector.All, new PodEnd()),
                new DeletePodStep(Seconds(21), new PodSelector { Ordinal = 7 }),
            ]);
        Assert.Equal(["Failed 0-5", "Succeeded 14.9-20"], Lives(result));
        Assert.Equal(["ok", "ok", "ok", "no such pod"], result.Steps.Select(step => step.Result));
        Assert.Equal([(0, 0), (3, 1), (6, 0)], result.StatusOverTime.Take(3).Select(counters => (counters.T, counters.Ready ?? -1)));
    }

    [Fact]
    public async Task An_eviction_is_a_disruption_also_before_the_pod_ran()
    {
        var ignoreDisruptions = new PodFailurePolicy
        {
            Rules = [new PodFailurePolicyRule { Action = PodFailureAction.Ignore, OnPodConditions = [new PodFailurePolicyOnPodConditionsPattern { Type = "DisruptionTarget" }] }],
        };
        JobSimulationResult result = await RunAsync(
            new JobSpec { PodFailurePolicy = ignoreDisruptions, BackoffLimit = 0 },
            [PodRule.ForOrdinal(0, PodScript.StaysPending), PodRule.ForAll(PodScript.Succeeds())],
            [new EvictPodStep(Seconds(3), PodSelector.All)]);
        Assert.Equal(["Failed 0-3, deleted 3, gone 4", "Succeeded 9.9-9.9"], Lives(result));
        Assert.Null(result.Status.Failed);
    }

    [Fact]
    public async Task An_unscheduled_pod_that_is_deleted_never_ends()
    {
        JobSimulationResult result = await RunAsync(
            new JobSpec(),
            [PodRule.ForOrdinal(0, PodScript.IsNeverScheduled), PodRule.ForAll(PodScript.Succeeds())],
            [new DeletePodStep(Seconds(3), PodSelector.All)]);
        Assert.Equal(["Pending 0-, deleted 3, gone 4", "Succeeded 12.9-12.9"], Lives(result));
        Assert.Equal((1, 0), (result.Status.Failed, result.Status.Terminating));
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_simulation_and_every_seed_the_same_outcome()
    {
        Scenario scenario = Of(
            new JobSpec { CompletionMode = CompletionMode.Indexed, Completions = 20, Parallelism = 5, BackoffLimitPerIndex = 2 },
            [PodRule.ForAttempt(3, 0, PodScript.Fails(Seconds(1.5))), PodRule.ForIndex(7, PodScript.Fails(Seconds(2.5))), PodRule.ForAll(PodScript.Succeeds(Seconds(4.5)))]);
        var outputs = new List<string>();
        for (int seed = 0; seed < 4; seed++)
        {
            var options = new JobSimulatorOptions { Seed = seed, Latency = Seconds(0.1) };
            string output = Write(await JobSimulator.RunAsync(scenario, options));
            Assert.Equal(output, Write(await JobSimulator.RunAsync(scenario, options)));
            outputs.Add(output);
        }

        Assert.Equal(4, outputs.Distinct().Count());
        Assert.Equal(["0-6,8-19"], outputs.Select(output => ((JobSimulationResult)SimulationResult.Parse(output)).Status.CompletedIndexes).Distinct());
    }

    [Fact]
    public async Task A_result_is_read_as_it_was_written()
    {
        SimulationResult result = await RunAsync(new JobSpec { BackoffLimit = 0 }, [PodRule.ForAll(PodScript.Fails(Seconds(2.5)))]);
        string output = Write(result);
        Assert.Equal(output, Write(SimulationResult.Parse(output)));
        Assert.Throws<JsonException>(() => SimulationResult.Parse("""{"kind": "Pod"}"""));
    }

    [Fact]
    public async Task The_timeline_tells_why()
    {
        JobSimulationResult result = await RunAsync(
            new JobSpec { BackoffLimit = 1 },
            [PodRule.ForAll(PodScript.Fails(Seconds(2.5), exitCode: 3))],
            [new PatchStep(Seconds(5), """{"metadata":{"labels":{"a":"b"}}}""")]);
        using var text = new StringWriter { NewLine = "\n" };
        result.WriteTimeline(text);
        Assert.Equal(
            """
            test: Failed (BackoffLimitExceeded: Job has reached the specified backoff limit); 2 pods, succeeded 0, failed 2
                  0.0s  engine  Start pod #0: 1 of 1 wanted at once (parallelism).
                  0.0s  status  active 1 (ready 0), terminating 0, succeeded 0, failed 0
                  1.0s  status  active 1 (ready 1), terminating 0, succeeded 0, failed 0
                  2.5s  pod     Pod #0: Failed, exit code 3.
                  3.5s  engine  Pod #0 failed: 1 failures, 1 are retried (backoffLimit).
                  3.5s  engine  Start nothing before 11.9s: 1 failures in a row (back-off).
                  3.5s  status  active 0 (ready 0), terminating 0, succeeded 0, failed 1
                  5.0s  user    patches: {"metadata":{"labels":{"a":"b"}}} -> ok
                 11.9s  engine  Start pod #1: 1 of 1 wanted at once (parallelism).
                 11.9s  status  active 1 (ready 0), terminating 0, succeeded 0, failed 1
                 12.9s  status  active 1 (ready 1), terminating 0, succeeded 0, failed 1
                 14.4s  pod     Pod #1: Failed, exit code 3.
                 15.4s  engine  Pod #1 failed: 2 failures, 1 are retried (backoffLimit).
                 15.4s  job     FailureTarget=True (BackoffLimitExceeded: Job has reached the specified backoff limit)
                 15.4s  job     Failed=True (BackoffLimitExceeded: Job has reached the specified backoff limit)
                 15.4s  status  active 0 (ready 0), terminating 0, succeeded 0, failed 2

            """,
            text.ToString());
    }

    [Fact]
    public async Task A_job_that_is_not_valid_is_refused_with_its_fields()
    {
        var exception = await Assert.ThrowsAsync<InvalidObjectException>(() => RunAsync(new JobSpec { Parallelism = -1 }, []));
        Assert.Equal("spec.parallelism", Assert.Single(exception.Errors).Field);
    }

    [Fact]
    public async Task A_job_that_never_ends_is_given_up_at_the_set_time()
    {
        JobSimulationResult result = await RunAsync(new JobSpec(), [], until: new ScenarioEnd { Max = TimeSpan.FromDays(400) });
        Assert.Equal(TimeSpan.FromDays(400).TotalSeconds, result.End);
        Assert.Equal(1, result.Status.Active);
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static Scenario Of(JobSpec spec, IReadOnlyList<PodRule> pods, IReadOnlyList<ScenarioStep>? steps = null, ScenarioEnd? until = null)
    {
        var template = new PodTemplateSpec { Spec = new PodSpec { RestartPolicy = RestartPolicy.Never, Containers = [new Container { Name = "main", Image = "busybox" }] } };
        return new Scenario
        {
            Name = "test",
            Job = new Job { Metadata = new ObjectMeta { Name = "test" }, Spec = spec with { Template = template } },
            Pods = pods,
            Steps = steps ?? [],
            Until = until ?? new ScenarioEnd(),
        };
    }

    [Fact]
    public async Task A_CronJob_tells_what_it_started_and_what_still_runs()
    {
        var scenario = new Scenario
        {
            Name = "every-minute",
            CronJob = CronJobBuilder.Every("* * * * *", JobBuilder.NonIndexed("every-minute").Image("busybox")),
            Pods = [PodRule.ForAll(PodScript.Succeeds(Seconds(90)))],
            CreateAt = Seconds(10),
            Until = new ScenarioEnd { Finished = false, Max = Seconds(175) },
        };
        var result = (CronJobSimulationResult)await JobSimulator.RunAsync(scenario, cancellationToken: TestContext.Current.CancellationToken);

        JobResult first = result.Jobs[0];
        Assert.Equal("Complete", first.Result);
        Assert.True(first.Finished >= first.Created + 90);
        CronJobStatusResult status = result.Status;
        ActiveJobResult active = Assert.Single(status.Active!);
        Assert.Equal(("Job", result.Jobs[1].Name), (active.Kind, active.Name));
        CronJobStatusAt both = Assert.Single(result.StatusOverTime, at => at.Active.Count == 2);
        Assert.Equal(status.LastScheduleTime, both.LastScheduleTime);
        Assert.Null(both.LastSuccessfulTime);
        Assert.NotNull(status.LastSuccessfulTime);
    }

    [Fact]
    public void A_program_finds_the_steps_that_are_about_pods()
    {
        Scenario scenario = Of(new JobSpec(), [], [new PatchStep(Seconds(1), "{}"), new EvictPodStep(Seconds(2), new PodSelector { Ordinal = 3 }), new DeletePodStep(Seconds(4), PodSelector.All)]);
        Assert.Equal([(2.0, (long?)3), (4.0, null)], scenario.Steps.OfType<PodStep>().Select(step => (step.At.TotalSeconds, (long?)step.Pods.Ordinal)));
    }

    private static async Task<JobSimulationResult> RunAsync(JobSpec spec, IReadOnlyList<PodRule> pods, IReadOnlyList<ScenarioStep>? steps = null, ScenarioEnd? until = null) =>
        (JobSimulationResult)await JobSimulator.RunAsync(Of(spec, pods, steps, until), cancellationToken: TestContext.Current.CancellationToken);

    private static IEnumerable<string> Lives(JobSimulationResult result) => result.Pods.Select(pod => FormattableString.Invariant(
        $"{pod.Phase} {pod.Created}-{pod.Finished}{Part(", deleted ", pod.Deleted)}{Part(", gone ", pod.Gone)}{(pod.Orphaned == true ? ", orphaned" : "")}"));

    private static string Part(string name, double? time) => time is null ? "" : FormattableString.Invariant($"{name}{time}");

    private static string Write(SimulationResult result)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            result.WriteJson(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
