using BatchJobs.Testing.Simulation;

namespace BatchJobs.Testing.Comparison;

/// <summary>Compares a simulated scenario with a recording of a real cluster, or with an earlier simulation.</summary>
/// <remarks>Counters, conditions, reasons and names have to be equal, times may be apart by 1.5 s and 2 %.</remarks>
public static class ScenarioComparer
{
    /// <summary>Compares a result with what was expected.</summary>
    /// <param name="expected">What was expected; differences below its <see cref="SimulationResult.Unstable"/> paths are left out.</param>
    /// <param name="actual">The result.</param>
    /// <returns>The differences; empty if there are none.</returns>
    public static IReadOnlyList<Difference> Compare(JobSimulationResult expected, JobSimulationResult actual)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(actual);
        var differences = new Differences(Tolerance.OfRecordings);
        CompareStatus(expected.Status, actual.Status, differences);
        differences.Time("object.deleted", expected.Object.Deleted, actual.Object.Deleted);
        differences.Time("object.gone", expected.Object.Gone, actual.Object.Gone);
        CompareSteps(expected.Steps, actual.Steps, differences);
        CompareConditionsOverTime(expected.ConditionsOverTime, actual.ConditionsOverTime, differences);
        CompareEvents(expected.Events ?? [], actual.Events, differences);
        IEnumerable<Difference> all = differences.Found
            .Concat(new PodComparison(differences.Tolerance).Compare(expected.Pods, actual.Pods))
            .Concat(new StatusOverTimeComparison(differences.Tolerance).Compare(expected, actual));
        return [.. all.Where(difference => !IsUnstable(difference.Path, expected.Unstable ?? []))];
    }

    private static void CompareStatus(StatusResult expected, StatusResult actual, Differences differences)
    {
        differences.Exact("status.active", expected.Active ?? 0, actual.Active ?? 0);
        differences.Exact("status.ready", expected.Ready, actual.Ready);
        differences.Exact("status.terminating", expected.Terminating, actual.Terminating);
        differences.Exact("status.succeeded", expected.Succeeded ?? 0, actual.Succeeded ?? 0);
        differences.Exact("status.failed", expected.Failed ?? 0, actual.Failed ?? 0);
        differences.Exact("status.completedIndexes", expected.CompletedIndexes, actual.CompletedIndexes);
        differences.Exact("status.failedIndexes", expected.FailedIndexes, actual.FailedIndexes);
        differences.Time("status.startTime", expected.StartTime, actual.StartTime);
        differences.Time("status.completionTime", expected.CompletionTime, actual.CompletionTime);
        differences.Exact("status.conditions", ConditionTypes(expected), ConditionTypes(actual));
        foreach (ConditionResult condition in expected.Conditions ?? [])
        {
            if (actual.Conditions?.FirstOrDefault(other => other.Type == condition.Type) is not { } found)
                continue;
            string path = $"status.conditions[{condition.Type}]";
            differences.Exact($"{path}.status", condition.Status, found.Status);
            differences.Exact($"{path}.reason", condition.Reason, found.Reason);
            differences.Exact($"{path}.message", condition.Message, found.Message);
            differences.Time($"{path}.lastTransitionTime", condition.LastTransitionTime, found.LastTransitionTime);
        }
    }

    private static string ConditionTypes(StatusResult status) => string.Join(", ", (status.Conditions ?? []).Select(condition => condition.Type));

    private static void CompareSteps(IReadOnlyList<StepResult> expected, IReadOnlyList<StepResult> actual, Differences differences)
    {
        for (int position = 0; position < expected.Count; position++)
            differences.Exact($"steps[{position}].result", expected[position].Result, position < actual.Count ? actual[position].Result : null);
    }

    private static void CompareConditionsOverTime(IReadOnlyList<ConditionAt> expected, IReadOnlyList<ConditionAt> actual, Differences differences)
    {
        Dictionary<ConditionAt, double> rest = actual.ToDictionary(condition => condition with { T = 0 }, condition => condition.T);
        foreach (ConditionAt condition in expected)
        {
            string path = $"conditionsOverTime[{condition.Type}={condition.Status}]";
            if (rest.Remove(condition with { T = 0 }, out double time))
                differences.Time($"{path}.t", condition.T, time);
            else
                differences.Add(path, $"missing: {condition.Reason}: {condition.Message}");
        }

        foreach (ConditionAt condition in rest.Keys)
            differences.Add($"conditionsOverTime[{condition.Type}={condition.Status}]", $"not expected: {condition.Reason}: {condition.Message}");
    }

    private static void CompareEvents(IReadOnlyList<EventResult> expected, IReadOnlyList<EventResult>? actual, Differences differences)
    {
        if (actual is null)
            return;
        var rest = actual.ToDictionary(found => (found.Type, found.Reason, found.Message));
        foreach (EventResult wanted in expected)
        {
            if (!rest.Remove((wanted.Type, wanted.Reason, wanted.Message), out EventResult? found))
                differences.Add($"events[{wanted.Reason}]", $"missing: {wanted.Message}");
            else if (wanted.Combined != true && found.Combined != true)
                differences.Exact($"events[{wanted.Reason}].count", wanted.Count, found.Count);
        }

        foreach (EventResult found in rest.Values)
            differences.Add($"events[{found.Reason}]", $"not expected: {found.Message}");
    }

    private static bool IsUnstable(string path, IReadOnlyList<string> unstable) =>
        unstable.Any(prefix => path.StartsWith(prefix, StringComparison.Ordinal) && (path.Length == prefix.Length || path[prefix.Length] is '.' or '['));
}
