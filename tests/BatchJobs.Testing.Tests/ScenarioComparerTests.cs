using BatchJobs.Testing.Comparison;
using BatchJobs.Testing.Simulation;

namespace BatchJobs.Testing.Tests;

public class ScenarioComparerTests
{
    private static readonly CountersAt Idle = new(0, 0, 0, 0, 0, 0, null, null);

    private static readonly JobSimulationResult Golden = new()
    {
        Scenario = "a",
        End = 100,
        Object = new ObjectTimes(50, null),
        Status = new StatusResult
        {
            Conditions = [new ConditionResult("Complete", "True", 40, 40, "CompletionsReached", "Reached")],
            StartTime = 0,
            CompletionTime = 40,
            Succeeded = 2,
            Terminating = 0,
            Ready = 0,
        },
        Steps = [new StepResult(5, "ok")],
        Pods = [Pod(0, 10), Pod(1, 20)],
        ConditionsOverTime = [new ConditionAt(40, "Complete", "True", "CompletionsReached", "Reached")],
        StatusOverTime = [Idle with { Active = 1 }, Idle with { T = 10, Active = 2 }, Idle with { T = 40, Succeeded = 2 }],
        Events = [new EventResult("Normal", "SuccessfulCreate", "Created pod: <pod>", 2)],
    };

    [Fact]
    public void A_result_equals_itself() => Assert.Empty(ScenarioComparer.Compare(Golden, Golden));

    [Fact]
    public void Times_may_differ_a_little_and_by_a_part_of_themselves()
    {
        Assert.Empty(Compare(Golden with { Object = new ObjectTimes(52.5, null) }));
        Assert.Equal(["object.deleted: expected t=50, got t=52.6"], Compare(Golden with { Object = new ObjectTimes(52.6, null) }));
        Assert.Equal(["object.deleted: expected t=50, got never"], Compare(Golden with { Object = new ObjectTimes(null, null) }));
        Assert.Equal(["object.gone: expected never, got t=50"], Compare(Golden with { Object = new ObjectTimes(50, 50) }));
    }

    [Fact]
    public void Counters_words_and_results_have_to_be_equal()
    {
        Assert.Equal(["status.succeeded: expected 2, got 0"], Compare(Golden with { Status = Golden.Status with { Succeeded = null } }));
        Assert.Equal(["status.failedIndexes: expected nothing, got \"\""], Compare(Golden with { Status = Golden.Status with { FailedIndexes = "" } }));
        Assert.Equal(["steps[0].result: expected \"ok\", got \"rejected\""], Compare(Golden with { Steps = [new StepResult(5, "rejected")] }));
        Assert.Equal(["steps[0].result: expected \"ok\", got nothing"], Compare(Golden with { Steps = [] }));
        ConditionResult other = Golden.Status.Conditions![0] with { Reason = "SuccessPolicy" };
        Assert.Equal(
            ["status.conditions[Complete].reason: expected \"CompletionsReached\", got \"SuccessPolicy\""],
            Compare(Golden with { Status = Golden.Status with { Conditions = [other] } }));
    }

    [Fact]
    public void An_absent_zero_is_a_zero() =>
        Assert.Empty(Compare(Golden with { Status = Golden.Status with { Active = 0, Failed = 0 } }));

    [Fact]
    public void Conditions_are_compared_as_a_set() => Assert.Equal(
        ["conditionsOverTime[Complete=True]: missing: CompletionsReached: Reached", "conditionsOverTime[Complete=True]: not expected: Other: Reached"],
        Compare(Golden with { ConditionsOverTime = [Golden.ConditionsOverTime[0] with { Reason = "Other" }] }));

    [Fact]
    public void Interchangeable_pods_are_paired_so_that_all_fit()
    {
        // The first fits both, the second only the first: the pairing has to be rearranged.
        Assert.Empty(ScenarioComparer.Compare(
            Golden with { Pods = [Pod(0, 10), Pod(1, 8.6)] },
            Golden with { Pods = [Pod(0, 10), Pod(1, 11.4)] }));
        Assert.Equal(
            ["pods: expected 2 pods, got 1", "pods: no match for the pod Succeeded of rule 0 created t=20, finished t=21, deleted never, released never"],
            Compare(Golden with { Pods = [Pod(0, 10)] }));
    }

    [Fact]
    public void Indexed_pods_are_compared_by_index_and_attempt()
    {
        JobSimulationResult indexed = Golden with { Pods = [Pod(0, 10) with { Index = 3 }, Pod(1, 20) with { Index = 3, Attempt = 1 }] };
        Assert.Empty(ScenarioComparer.Compare(indexed, indexed));
        Assert.Equal(
            ["pods[index=3,attempt=1]: missing", "pods[index=4,attempt=1]: not expected"],
            Text(ScenarioComparer.Compare(indexed, indexed with { Pods = [indexed.Pods[0], indexed.Pods[1] with { Index = 4 }] })));
        Assert.Equal(
            ["pods[index=3,attempt=0].phase: expected \"Succeeded\", got \"Failed\""],
            Text(ScenarioComparer.Compare(indexed, indexed with { Pods = [indexed.Pods[0] with { Phase = "Failed" }, indexed.Pods[1]] })));
    }

    [Fact]
    public void States_may_begin_a_little_late() =>
        Assert.Empty(Compare(Golden with { StatusOverTime = [Golden.StatusOverTime[0], Idle with { T = 11.6, Active = 2 }, Golden.StatusOverTime[2]] }));

    [Fact]
    public void States_that_begin_too_late_are_missing_until_then_while_the_one_before_lasts_too_long() => Assert.Equal(
        [
            "statusOverTime: missing at t=10: active=2, ready=0, terminating=0, succeeded=0, failed=0, completedIndexes=null, failedIndexes=null",
            "statusOverTime: not expected at t=11.7: active=1, ready=0, terminating=0, succeeded=0, failed=0, completedIndexes=null, failedIndexes=null",
        ],
        Compare(Golden with { StatusOverTime = [Golden.StatusOverTime[0], Idle with { T = 13, Active = 2 }, Golden.StatusOverTime[2]] }));

    [Fact]
    public void States_that_last_a_second_may_be_missing() => Assert.Empty(Compare(Golden with
    {
        StatusOverTime = [Golden.StatusOverTime[0], Idle with { T = 9, Active = 7 }, .. Golden.StatusOverTime.Skip(1)],
    }));

    [Fact]
    public void Events_count_unless_they_were_combined()
    {
        EventResult more = Golden.Events![0] with { Count = 3 };
        Assert.Equal(["events[SuccessfulCreate].count: expected 2, got 3"], Compare(Golden with { Events = [more] }));
        Assert.Empty(Compare(Golden with { Events = [more with { Combined = true }] }));
        Assert.Empty(Compare(Golden with { Events = null }));
        Assert.Equal(["events[SuccessfulCreate]: missing: Created pod: <pod>"], Compare(Golden with { Events = [] }));
    }

    [Fact]
    public void What_recordings_differ_in_is_left_out()
    {
        JobSimulationResult unstable = Golden with { Unstable = ["pods", "events[SuccessfulCreate]"] };
        Assert.Empty(ScenarioComparer.Compare(unstable, Golden with { Pods = [], Events = [] }));
        Assert.NotEmpty(ScenarioComparer.Compare(unstable, Golden with { Steps = [] }));
    }

    private static PodResult Pod(long ordinal, double created) =>
        new() { Ordinal = ordinal, Created = created, Finished = created + 1, Phase = "Succeeded" };

    private static IReadOnlyList<string> Compare(JobSimulationResult actual) => Text(ScenarioComparer.Compare(Golden, actual));

    private static IReadOnlyList<string> Text(IReadOnlyList<Difference> differences) => [.. differences.Select(difference => $"{difference.Path}: {difference.Message}")];
}
