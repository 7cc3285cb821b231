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
    public static IReadOnlyList<Difference> Compare(SimulationResult expected, SimulationResult actual)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(actual);
        var differences = new Differences(Tolerance.OfRecordings);
        differences.Time("object.deleted", expected.Object.Deleted, actual.Object.Deleted);
        differences.Time("object.gone", expected.Object.Gone, actual.Object.Gone);
        CompareSteps(expected.Steps, actual.Steps, differences);
        CompareEvents(expected, actual.Events, differences);
        switch (expected, actual)
        {
            case (JobSimulationResult job, JobSimulationResult other):
                JobComparison.Compare(job, other, differences);
                break;
            case (CronJobSimulationResult cronJob, CronJobSimulationResult other):
                CronJobComparison.Compare(cronJob, other, differences);
                break;
            default:
                differences.Exact("kind", expected.Kind, actual.Kind);
                break;
        }

        return [.. differences.Found.Where(difference => !IsUnstable(difference.Path, expected.Unstable ?? []))];
    }

    private static void CompareSteps(IReadOnlyList<StepResult> expected, IReadOnlyList<StepResult> actual, Differences differences)
    {
        for (int position = 0; position < expected.Count; position++)
            differences.Exact($"steps[{position}].result", expected[position].Result, position < actual.Count ? actual[position].Result : null);
    }

    private static void CompareEvents(SimulationResult expected, IReadOnlyList<EventResult>? actual, Differences differences)
    {
        if (actual is null)
            return;
        // The controller of CronJobs may repeat its events.
        bool areCounted = expected is JobSimulationResult;
        var rest = actual.ToDictionary(found => (found.Type, found.Reason, found.Message));
        foreach (EventResult wanted in expected.Events ?? [])
        {
            if (!rest.Remove((wanted.Type, wanted.Reason, wanted.Message), out EventResult? found))
                differences.Add($"events[{wanted.Reason}]", $"missing: {wanted.Message}");
            else if (areCounted && wanted.Combined != true && found.Combined != true)
                differences.Exact($"events[{wanted.Reason}].count", wanted.Count, found.Count);
        }

        foreach (EventResult found in rest.Values)
            differences.Add($"events[{found.Reason}]", $"not expected: {found.Message}");
    }

    private static bool IsUnstable(string path, IReadOnlyList<string> unstable) =>
        unstable.Any(prefix => path.StartsWith(prefix, StringComparison.Ordinal) && (path.Length == prefix.Length || path[prefix.Length] is '.' or '['));
}
