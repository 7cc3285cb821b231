using BatchJobs.Pods;
using BatchJobs.Specs;
using BatchJobs.Testing.Scripting;

namespace BatchJobs.Testing.Scenarios;

/// <summary>Reads what the pods of a scenario do.</summary>
internal static class PodRuleReader
{
    public static PodRule Read(ScenarioValue value)
    {
        ScenarioObject rule = value.Object("match", "then");
        return new PodRule(rule.Optional("match", ReadMatch, new PodMatch()), ReadScript(rule.Member("then")));
    }

    public static PodCondition ReadCondition(ScenarioValue value)
    {
        ScenarioObject condition = value.Object("type", "status", "reason", "message");
        return new PodCondition(
            condition.Member("type").Text(),
            condition.Optional("status", status => status.Word(ConditionStatus.True, ConditionStatus.False, ConditionStatus.Unknown), ConditionStatus.True),
            condition.Optional<string?>("reason", reason => reason.Text(), null),
            condition.Optional<string?>("message", message => message.Text(), null));
    }

    private static PodMatch ReadMatch(ScenarioValue value)
    {
        ScenarioObject match = value.Object("index", "attempt", "ordinal", "job", "image");
        return new PodMatch
        {
            Index = match.Optional("index", member => (int?)member.Integer(), null),
            Attempt = match.Optional("attempt", member => (long?)member.Integer(), null),
            Ordinal = match.Optional("ordinal", member => (long?)member.Integer(), null),
            Job = match.Optional("job", member => (int?)member.Integer(), null),
            Image = match.Optional<string?>("image", member => member.Text(), null),
        };
    }

    private static PodScript ReadScript(ScenarioValue value)
    {
        ScenarioObject script = value.Object(
            "bound", "pendingFor", "runFor", "exitCode", "exitCodes", "phase", "restarts", "ready", "readyAfter", "readyChanges", "podConditions",
            "reason", "message", "onDelete");
        return new PodScript
        {
            Bound = script.Optional("bound", member => member.Flag(), true),
            PendingFor = script.Optional("pendingFor", member => member.SecondsOrForever(), TimeSpan.Zero),
            RunFor = script.Optional("runFor", member => member.SecondsOrForever(), TimeSpan.Zero),
            End = ReadEnd(script, 0),
            Restarts = script.Optional("restarts", member => member.List(ReadRestart), []),
            Ready = script.Optional("ready", member => member.Flag(), true),
            ReadyAfter = script.Optional("readyAfter", member => member.Seconds(), TimeSpan.Zero),
            ReadyChanges = script.Optional("readyChanges", member => member.List(ReadReadyChange), []),
            OnDelete = script.Optional("onDelete", ReadDeletion, new PodDeletion()),
        };
    }

    private static PodEnd ReadEnd(ScenarioObject end, int exitCode) => new()
    {
        ExitCode = end.Optional("exitCode", member => member.Integer(), exitCode),
        ExitCodes = end.Optional("exitCodes", member => member.Dictionary(code => code.Integer()), new PodEnd().ExitCodes),
        Phase = end.Optional("phase", member => (PodPhase?)member.Enumeration<PodPhase>(), null),
        Reason = end.Optional<string?>("reason", member => member.Text(), null),
        Message = end.Optional<string?>("message", member => member.Text(), null),
        Conditions = end.Optional("podConditions", member => member.List(ReadCondition), []),
    };

    private static PodDeletion ReadDeletion(ScenarioValue value)
    {
        ScenarioObject deletion = value.Object("takes", "exitCode", "exitCodes", "phase", "podConditions", "reason", "message");
        var standard = new PodDeletion();
        return new PodDeletion
        {
            Takes = deletion.Optional("takes", member => member.SecondsOrForever(), standard.Takes),
            End = ReadEnd(deletion, standard.End.ExitCode),
        };
    }

    private static ContainerRestart ReadRestart(ScenarioValue value)
    {
        ScenarioObject restart = value.Object("after", "exitCode", "container");
        return new ContainerRestart(
            restart.Member("after").Seconds(),
            restart.Optional("exitCode", member => member.Integer(), 1),
            restart.Optional<string?>("container", member => member.Text(), null));
    }

    private static ReadyChange ReadReadyChange(ScenarioValue value)
    {
        ScenarioObject change = value.Object("after", "ready");
        return new ReadyChange(change.Member("after").Seconds(), change.Member("ready").Flag());
    }
}
