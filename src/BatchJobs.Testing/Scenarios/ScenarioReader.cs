using System.Text.Json;
using BatchJobs.Client;
using BatchJobs.Testing.Scripting;

namespace BatchJobs.Testing.Scenarios;

/// <summary>Reads a scenario from its JSON form.</summary>
internal static class ScenarioReader
{
    private static readonly string[] Actions = ["patch", "deleteJob", "deletePod", "evictPod", "podCondition", "finishPod", "podReady"];

    public static Scenario Read(JsonElement json)
    {
        ScenarioObject scenario = new ScenarioValue(json, "").Object(
            "name", "about", "features", "job", "cronJob", "createAt", "alignMinutes", "pods", "steps", "until");
        if (scenario.Has("job") == scenario.Has("cronJob"))
            throw new ScenarioFormatException("", "Exactly one of the members job and cronJob is needed.");
        return new Scenario
        {
            Name = scenario.Member("name").Text(),
            About = scenario.Optional<string?>("about", value => value.Text(), null),
            Features = scenario.Optional("features", value => value.List(feature => feature.Text()), []),
            Job = scenario.Optional("job", ManifestMember.ReadJob, null),
            CronJob = scenario.Optional("cronJob", ManifestMember.ReadCronJob, null),
            CreateAt = scenario.Optional("createAt", value => value.Seconds(), default),
            AlignMinutes = scenario.Optional("alignMinutes", value => value.Integer(), 1),
            Pods = scenario.Optional("pods", value => value.List(PodRuleReader.Read), []),
            Steps = [.. scenario.Optional("steps", value => value.List(ReadStep), []).OrderBy(step => step.At)],
            Until = scenario.Optional("until", ReadEnd, new ScenarioEnd()),
        };
    }

    private static ScenarioEnd ReadEnd(ScenarioValue value)
    {
        ScenarioObject end = value.Object("finished", "gone", "settle", "max");
        bool gone = end.Optional("gone", member => member.Flag(), false);
        return new ScenarioEnd
        {
            Finished = end.Optional("finished", member => member.Flag(), !gone),
            Gone = gone,
            Settle = end.Optional("settle", member => member.Seconds(), default),
            Max = end.Optional("max", member => member.Seconds(), new ScenarioEnd().Max),
        };
    }

    private static ScenarioStep ReadStep(ScenarioValue value)
    {
        ScenarioObject step = value.Object(["at", .. Actions]);
        TimeSpan at = step.Member("at").Seconds();
        if (Actions.Count(step.Has) != 1)
            throw new ScenarioFormatException(value.Path, $"Exactly one of {string.Join(", ", Actions)} is needed.");
        string action = Actions.First(step.Has);
        ScenarioValue what = step.Member(action);
        return action switch
        {
            "patch" => new PatchStep(at, what.PlainJson()),
            "deleteJob" => new DeleteJobStep(at, what.Object("propagation").Optional(
                "propagation", member => member.Enumeration<DeletionPropagation>(), DeletionPropagation.Background)),
            "deletePod" => new DeletePodStep(at, ReadSelector(what, "force", out ScenarioObject rest), rest.Optional("force", member => member.Flag(), false)),
            "evictPod" => new EvictPodStep(at, ReadSelector(what, null, out _)),
            "podCondition" => new PodConditionStep(at, ReadSelector(what, "condition", out ScenarioObject rest), PodRuleReader.ReadCondition(rest.Member("condition"))),
            "finishPod" => new FinishPodStep(at, ReadSelector(what, "exitCode", out ScenarioObject rest), new PodEnd { ExitCode = rest.Optional("exitCode", member => member.Integer(), 0) }),
            _ => new PodReadyStep(at, ReadSelector(what, "ready", out ScenarioObject rest), rest.Optional("ready", member => member.Flag(), true)),
        };
    }

    private static PodSelector ReadSelector(ScenarioValue value, string? further, out ScenarioObject read)
    {
        ScenarioObject selector = value.Object(["ordinal", "index", "attempt", "all", .. further is null ? (ReadOnlySpan<string>)[] : [further]]);
        read = selector;
        return new PodSelector
        {
            Ordinal = selector.Optional("ordinal", member => (long?)member.Integer(), null),
            Index = selector.Optional("index", member => (int?)member.Integer(), null),
            Attempt = selector.Optional("attempt", member => (long?)member.Integer(), null),
            Everything = selector.Optional("all", member => member.Flag(), false),
        };
    }
}
