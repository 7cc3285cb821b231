using System.Globalization;
using BatchJobs.Testing.Simulation;

namespace BatchJobs.Testing.Comparison;

/// <summary>Compares what is said of a Job only.</summary>
internal static class JobComparison
{
    public static void Compare(JobSimulationResult expected, JobSimulationResult actual, Differences differences)
    {
        CompareStatus(expected.Status, actual.Status, differences);
        CompareConditionsOverTime(expected.ConditionsOverTime, actual.ConditionsOverTime, differences);
        differences.AddRange(new PodComparison(differences.Tolerance).Compare(expected.Pods, actual.Pods));
        differences.AddRange(new StatusOverTimeComparison(differences.Tolerance).Compare(States(expected), States(actual)));
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

    private static StateFunction States(JobSimulationResult result) => new(result.End, [.. result.StatusOverTime.Select(entry => (entry.T, Show(entry)))]);

    private static string Show(CountersAt state)
    {
        string text = $"active={state.Active}, ready={Show(state.Ready)}, terminating={Show(state.Terminating)}, succeeded={state.Succeeded}, failed={state.Failed}";
        return $"{text}, completedIndexes={state.CompletedIndexes ?? "null"}, failedIndexes={state.FailedIndexes ?? "null"}";
    }

    private static string Show(int? count) => count?.ToString(CultureInfo.InvariantCulture) ?? "null";
}
