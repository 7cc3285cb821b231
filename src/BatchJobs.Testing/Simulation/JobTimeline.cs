using System.Globalization;

namespace BatchJobs.Testing.Simulation;

/// <summary>Writes what happened to a Job as lines of text, in the order in which one thing led to another.</summary>
internal static class JobTimeline
{
    private enum Rank
    {
        Step,
        PodEnd,
        Decision,
        PodStart,
        Condition,
        Counters,
        Object,
    }

    public static void Write(JobSimulationResult result, TextWriter writer)
    {
        writer.WriteLine($"{result.Scenario}: {Outcome(result)}");
        foreach (Line line in Lines(result).OrderBy(line => line.At).ThenBy(line => line.Rank))
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line.At,9:0.0}s  {line.Subject,-10}  {line.Text}"));
    }

    private static IEnumerable<Line> Lines(JobSimulationResult result)
    {
        foreach (StepResult step in result.Steps)
            yield return new Line(step.At, Rank.Step, "user", $"{step.Action} -> {step.Result}{Fields(step)}");
        foreach (DecisionResult decision in result.Decisions ?? [])
            yield return new Line(decision.T, Rank.Decision, "decision", Describe(decision));
        foreach (Line line in result.Pods.SelectMany(Lines))
            yield return line;
        foreach (ConditionAt condition in result.ConditionsOverTime)
            yield return new Line(condition.T, Rank.Condition, "condition", $"{condition.Type}={condition.Status} {condition.Reason}: {condition.Message}");
        foreach (CountersAt counters in result.StatusOverTime)
            yield return new Line(counters.T, Rank.Counters, "status", Describe(counters));
        if (result.Object.Deleted is { } deleted)
            yield return new Line(deleted, Rank.Object, "job", "deleted");
        if (result.Object.Gone is { } gone)
            yield return new Line(gone, Rank.Object, "job", "gone");
    }

    private static IEnumerable<Line> Lines(PodResult pod)
    {
        string name = $"pod-{pod.Ordinal}";
        string index = pod.Index is { } known ? $" for index {known}, attempt {pod.Attempt}" : "";
        if (pod.Created is { } created)
            yield return new Line(created, Rank.PodStart, name, $"created{index}");
        if (pod.Deleted is { } deleted)
            yield return new Line(deleted, Rank.PodStart, name, "asked to stop");
        if (pod.Finished is { } finished)
            yield return new Line(finished, pod.Deleted is null ? Rank.PodEnd : Rank.PodStart, name, pod.Phase);
    }

    private static string Outcome(JobSimulationResult result)
    {
        ConditionResult? end = result.Status.Conditions?.LastOrDefault(condition => condition.Type is "Complete" or "Failed");
        string outcome = end is null ? "not finished" : $"{end.Type} ({end.Reason}: {end.Message})";
        return $"{outcome}; {result.Pods.Count} pods, succeeded {result.Status.Succeeded ?? 0}, failed {result.Status.Failed ?? 0}";
    }

    private static string Describe(DecisionResult decision)
    {
        string next = decision.Next is { } time ? string.Create(CultureInfo.InvariantCulture, $" (next at {time:0.0}s)") : "";
        return $"{decision.Action} [{decision.Rule}] {decision.Message}{next}";
    }

    private static string Describe(CountersAt counters)
    {
        string completed = counters.CompletedIndexes is null ? "" : $", completed indexes {counters.CompletedIndexes}";
        string failed = counters.FailedIndexes is { Length: > 0 } ? $", failed indexes {counters.FailedIndexes}" : "";
        return $"active {counters.Active} (ready {counters.Ready ?? 0}), terminating {counters.Terminating ?? 0}, "
            + $"succeeded {counters.Succeeded}, failed {counters.Failed}{completed}{failed}";
    }

    private static string Fields(StepResult step) => step.Fields is { Count: > 0 } fields ? $" ({string.Join(", ", fields)})" : "";

    private sealed record Line(double At, Rank Rank, string Subject, string Text);
}
