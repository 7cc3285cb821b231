using System.Globalization;

namespace BatchJobs.Testing.Simulation;

/// <summary>Writes what happened to a Job as lines of text, in the order in which one thing led to another.</summary>
internal static class JobTimeline
{
    /// <summary>The conditions of the Job say the same.</summary>
    private static readonly string[] SaidOtherwise = ["PodStarted", "VerdictReached", "Finished"];

    private enum Rank
    {
        Step,
        PodEnd,
        Decision,
        PodStopped,
        Condition,
        Counters,
        Object,
    }

    public static void Write(JobSimulationResult result, TextWriter writer)
    {
        writer.WriteLine($"{result.Scenario}: {Outcome(result)}");
        foreach (Line line in Lines(result).OrderBy(line => line.At).ThenBy(line => line.Rank))
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line.At,9:0.0}s  {line.Subject,-6}  {line.Text}"));
    }

    private static IEnumerable<Line> Lines(JobSimulationResult result)
    {
        foreach (StepResult step in result.Steps)
            yield return new Line(step.At, Rank.Step, "user", $"{step.Action} -> {step.Result}{Fields(step)}");
        foreach (PodResult pod in result.Pods.Where(pod => pod.Finished is not null))
            yield return new Line(pod.Finished!.Value, pod.Deleted <= pod.Finished ? Rank.PodStopped : Rank.PodEnd, "pod", Describe(pod));
        foreach (DecisionResult decision in News(result.Decisions ?? []))
            yield return new Line(decision.T, Rank.Decision, "engine", decision.Message);
        foreach (ConditionAt condition in result.ConditionsOverTime)
            yield return new Line(condition.T, Rank.Condition, "job", $"{condition.Type}={condition.Status} ({condition.Reason}: {condition.Message})");
        foreach (CountersAt counters in result.StatusOverTime)
            yield return new Line(counters.T, Rank.Counters, "status", Describe(counters));
        if (result.Object.Deleted is { } deleted)
            yield return new Line(deleted, Rank.Object, "job", "deleted");
        if (result.Object.Gone is { } gone)
            yield return new Line(gone, Rank.Object, "job", "gone");
    }

    /// <summary>Leaves out what conditions say as well, and that something still has to wait.</summary>
    private static IEnumerable<DecisionResult> News(IEnumerable<DecisionResult> decisions)
    {
        var delays = new HashSet<string>(StringComparer.Ordinal);
        return decisions.Where(decision => !SaidOtherwise.Contains(decision.Action) && (decision.Action != "RetryLater" || delays.Add(decision.Message)));
    }

    private static string Describe(PodResult pod)
    {
        string index = pod.Index is { } known ? $" of index {known}, attempt {pod.Attempt + 1}" : "";
        string codes = pod.ExitCodes is { Count: > 0 } all ? $", exit code {string.Join(", ", all.Select(code => all.Count == 1 ? $"{code.Value}" : $"{code.Value} of {code.Key}"))}" : "";
        string deleted = pod.Deleted <= pod.Finished ? ", stopped on request" : "";
        return $"Pod #{pod.Ordinal}{index}: {pod.Phase}{codes}{deleted}.";
    }

    private static string Outcome(JobSimulationResult result)
    {
        ConditionResult? end = result.Status.Conditions?.LastOrDefault(condition => condition.Type is "Complete" or "Failed");
        string outcome = end is null ? "not finished" : $"{end.Type} ({end.Reason}: {end.Message})";
        return $"{outcome}; {result.Pods.Count} pods, succeeded {result.Status.Succeeded ?? 0}, failed {result.Status.Failed ?? 0}";
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
