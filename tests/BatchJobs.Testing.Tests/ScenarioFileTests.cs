using BatchJobs.Client;
using BatchJobs.Pods;
using BatchJobs.Specs;
using BatchJobs.Testing.Scenarios;
using BatchJobs.Testing.Scripting;

namespace BatchJobs.Testing.Tests;

public class ScenarioFileTests
{
    private const string Manifest = """{"metadata":{"name":"a"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"main","image":"i"}]}}}}""";

    [Fact]
    public void All_that_the_format_knows_is_read()
    {
        Scenario scenario = Parse("""
            {
              "name": "a", "about": "b", "features": ["c"], "job": JOB,
              "pods": [
                {"match": {"index": 1, "attempt": 2, "ordinal": 3, "job": 4}, "then": {"bound": false, "pendingFor": null, "runFor": null, "ready": false}},
                {"match": {}, "then": {"pendingFor": 1, "runFor": 2.5, "exitCode": 3, "exitCodes": {"main": 4}, "phase": "Failed", "reason": "r", "message": "m",
                  "restarts": [{"after": 1, "exitCode": 2, "container": "main"}], "readyAfter": 1, "readyChanges": [{"after": 3, "ready": false}],
                  "podConditions": [{"type": "T", "status": "Unknown"}], "onDelete": {"takes": null, "exitCode": 9}}}
              ],
              "steps": [
                {"at": 9, "deleteJob": {"propagation": "Foreground"}},
                {"at": 1, "patch": {"spec": {"suspend": true}}},
                {"at": 2, "deletePod": {"index": 1, "attempt": 2, "force": true}},
                {"at": 3, "evictPod": {"all": true}},
                {"at": 4, "podCondition": {"ordinal": 0, "condition": {"type": "T", "status": "True"}}},
                {"at": 5, "finishPod": {"ordinal": 0, "exitCode": 7}},
                {"at": 6, "podReady": {"ordinal": 0, "ready": false}}
              ],
              "until": {"gone": true, "settle": 3, "max": 60}
            }
            """);
        Assert.Equal(new PodMatch { Index = 1, Attempt = 2, Ordinal = 3, Job = 4 }, scenario.Pods[0].Match);
        Assert.Equal((false, null, null, false), (scenario.Pods[0].Script.Bound, scenario.Pods[0].Script.PendingFor, scenario.Pods[0].Script.RunFor, scenario.Pods[0].Script.Ready));
        PodScript script = scenario.Pods[1].Script;
        Assert.Equal((Seconds(1), Seconds(2.5), Seconds(1)), (script.PendingFor, script.RunFor, script.ReadyAfter));
        Assert.Equal((3, 4, PodPhase.Failed, "r", "m"), (script.End.ExitCode, script.End.ExitCodes["main"], script.End.Phase, script.End.Reason, script.End.Message));
        Assert.Equal([new PodCondition("T", ConditionStatus.Unknown)], script.End.Conditions);
        Assert.Equal([new ContainerRestart(Seconds(1), 2, "main")], script.Restarts);
        Assert.Equal([new ReadyChange(Seconds(3), false)], script.ReadyChanges);
        Assert.Equal((null, 9), (script.OnDelete.Takes, script.OnDelete.End.ExitCode));
        var first = new PodSelector { Ordinal = 0 };
        Assert.Equal<ScenarioStep>(
            [
                new PatchStep(Seconds(1), """{"spec":{"suspend":true}}"""),
                new DeletePodStep(Seconds(2), new PodSelector { Index = 1, Attempt = 2 }, Force: true),
                new EvictPodStep(Seconds(3), PodSelector.All),
                new PodConditionStep(Seconds(4), first, new PodCondition("T", ConditionStatus.True)),
                scenario.Steps[4],
                new PodReadyStep(Seconds(6), first, Ready: false),
                new DeleteJobStep(Seconds(9), DeletionPropagation.Foreground),
            ],
            scenario.Steps);
        Assert.Equal(7, Assert.IsType<FinishPodStep>(scenario.Steps[4]).End.ExitCode);
        Assert.Equal(new ScenarioEnd { Finished = false, Gone = true, Settle = Seconds(3), Max = Seconds(60) }, scenario.Until);
    }

    [Fact]
    public void What_is_not_said_has_the_defaults_of_the_format()
    {
        Scenario scenario = Parse("""{"name": "a", "job": JOB, "pods": [{"then": {}}]}""");
        PodScript script = Assert.Single(scenario.Pods).Script;
        Assert.Equal((true, TimeSpan.Zero, TimeSpan.Zero, true), (script.Bound, script.PendingFor, script.RunFor, script.Ready));
        Assert.Equal((0, 143, TimeSpan.Zero), (script.End.ExitCode, script.OnDelete.End.ExitCode, script.OnDelete.Takes));
        Assert.True(scenario.Until.Finished);
    }

    [Theory]
    [InlineData("""{"name": "a"}""", "", "Exactly one of the members job and cronJob is needed.")]
    [InlineData("""{"name": 1, "job": JOB}""", "name", "Expected a text, not 1.")]
    [InlineData("""{"job": JOB}""", "", "The member name is missing.")]
    [InlineData("""{"name": "a", "job": JOB, "pod": []}""", "pod", "There is no such member")]
    [InlineData("""{"name": "a", "job": JOB, "pods": [{"then": {"runFor": "2"}}]}""", "pods[0].then.runFor", "Expected a number of seconds")]
    [InlineData("""{"name": "a", "job": JOB, "pods": [{"then": {"runFor": -1}}]}""", "pods[0].then.runFor", "Expected a number of seconds")]
    [InlineData("""{"name": "a", "job": JOB, "pods": [{"then": {"phase": "Dead"}}]}""", "pods[0].then.phase", "Expected one of Pending, Running")]
    [InlineData("""{"name": "a", "job": JOB, "pods": [{"match": {}}]}""", "pods[0]", "The member then is missing.")]
    [InlineData("""{"name": "a", "job": JOB, "steps": [{"at": 1}]}""", "steps[0]", "Exactly one of patch, deleteJob")]
    [InlineData("""{"name": "a", "job": JOB, "steps": [{"at": 1, "deletePod": {"name": "x"}}]}""", "steps[0].deletePod.name", "There is no such member")]
    [InlineData("""{"name": "a", "job": {"spec": {"parallelism": "many"}}}""", "job", "parallelism")]
    [InlineData("""{"name": "a", "job": """, "", "Not JSON")]
    [InlineData("""{"name": "a", "job": JOB, "pods": [], "pods": []}""", "pods", "The member is there twice.")]
    [InlineData("""{"name": "a", "job": JOB, "pods": [{"then": {"exitCodes": {"main": 1, "main": 2}}}]}""", "pods[0].then.exitCodes.main", "The member is there twice.")]
    [InlineData("""{"name": "a", "job": {"spec": {"parallelism": 1, "parallelism": 2}}}""", "job", "duplicate field")]
    public void What_is_wrong_is_said_with_its_place(string json, string path, string problem)
    {
        var exception = Assert.Throws<ScenarioFormatException>(() => Parse(json));
        Assert.Equal(path, exception.Path);
        Assert.Contains(problem, exception.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Comments_may_stand_anywhere()
    {
        Scenario scenario = Parse("""
            {
              "name": "a", // the name
              "job": { /* the Job */ "metadata": { "name": "b", }, "spec": { "template": { "spec": { "containers": [], } } } },
              "steps": [{ "at": 1, "patch": { "spec": { "suspend": true /* rest */ }, } }],
            }
            """);

        Assert.Equal("b", scenario.Job!.Metadata.Name);
        Assert.Equal("""{"spec":{"suspend":true}}""", Assert.IsType<PatchStep>(Assert.Single(scenario.Steps)).MergePatch);
    }

    [Fact]
    public void A_folder_is_read_in_the_order_of_its_names()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        foreach (string name in new[] { "b", "a" })
            File.WriteAllText(Path.Combine(folder, $"{name}.json"), """{"name": "NAME", "job": JOB}""".Replace("NAME", name, StringComparison.Ordinal).Replace("JOB", Manifest, StringComparison.Ordinal));
        Assert.Equal(["a", "b"], ScenarioFile.LoadAll(folder).Select(scenario => scenario.Name));
        File.WriteAllText(Path.Combine(folder, "c.json"), "{}");
        var exception = Assert.Throws<ScenarioFormatException>(() => ScenarioFile.Load(Path.Combine(folder, "c.json")));
        Assert.Contains("c.json", exception.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    private static Scenario Parse(string json) => ScenarioFile.Parse(json.Replace("JOB", Manifest, StringComparison.Ordinal));

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
