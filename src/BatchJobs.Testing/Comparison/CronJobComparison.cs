using System.Globalization;
using BatchJobs.Testing.Simulation;

namespace BatchJobs.Testing.Comparison;

/// <summary>Compares what is said of a CronJob only.</summary>
internal static class CronJobComparison
{
    public static void Compare(CronJobSimulationResult expected, CronJobSimulationResult actual, Differences differences)
    {
        differences.Exact("status.active", Names(expected.Status), Names(actual.Status));
        differences.Time("status.lastScheduleTime", expected.Status.LastScheduleTime, actual.Status.LastScheduleTime);
        differences.Time("status.lastSuccessfulTime", expected.Status.LastSuccessfulTime, actual.Status.LastSuccessfulTime);
        CompareJobs(expected.Jobs, actual.Jobs, differences);
        differences.AddRange(new StatusOverTimeComparison(differences.Tolerance).Compare(States(expected), States(actual)));
    }

    private static void CompareJobs(IReadOnlyList<JobResult> expected, IReadOnlyList<JobResult> actual, Differences differences)
    {
        differences.Exact("jobs", string.Join(", ", expected.Select(job => job.Name)), string.Join(", ", actual.Select(job => job.Name)));
        foreach (JobResult job in expected)
        {
            if (actual.FirstOrDefault(other => other.Name == job.Name) is not { } found)
                continue;
            string path = $"jobs[{job.Name}]";
            differences.Exact($"{path}.result", job.Result, found.Result);
            differences.Time($"{path}.created", job.Created, found.Created);
            differences.Time($"{path}.finished", job.Finished, found.Finished);
            differences.Time($"{path}.deleted", job.Deleted, found.Deleted);
        }
    }

    private static string Names(CronJobStatusResult status) =>
        string.Join(", ", (status.Active ?? []).Select(job => job.Name).Order(StringComparer.Ordinal));

    private static StateFunction States(CronJobSimulationResult result) => new(result.End, [.. result.StatusOverTime.Select(entry => (entry.T, Show(entry)))]);

    private static string Show(CronJobStatusAt state) => string.Create(
        CultureInfo.InvariantCulture, $"active=[{string.Join(", ", state.Active)}], lastScheduleTime={state.LastScheduleTime}");
}
