using System.Globalization;

namespace BatchJobs.Testing.Simulation;

/// <summary>Writes what happened to a CronJob as lines of text.</summary>
internal static class CronJobTimeline
{
    public static void Write(CronJobSimulationResult result, TextWriter writer)
    {
        int complete = result.Jobs.Count(job => job.Result == "Complete");
        int failed = result.Jobs.Count(job => job.Result == "Failed");
        writer.WriteLine($"{result.Scenario}: {result.Jobs.Count} Jobs, {complete} complete, {failed} failed");
        foreach ((double at, string subject, string text) in Lines(result).OrderBy(line => line.At))
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{at,9:0.0}s  {subject,-6}  {text}"));
        foreach (EventResult happened in result.Events ?? [])
            writer.WriteLine($"{happened.Count,9}x  {"event",-6}  {happened.Type} {happened.Reason}: {happened.Message}");
    }

    private static IEnumerable<(double At, string Subject, string Text)> Lines(CronJobSimulationResult result)
    {
        foreach (StepResult step in result.Steps)
            yield return (step.At, "user", $"{step.Action} -> {step.Result}");
        foreach (JobResult job in result.Jobs)
        {
            yield return (job.Created, "job", $"{job.Name} created");
            if (job.Finished is { } finished)
                yield return (finished, "job", $"{job.Name}: {job.Result}");
            if (job.Gone is { } gone)
                yield return (gone, "job", $"{job.Name} gone");
        }

        foreach (CronJobStatusAt status in result.StatusOverTime)
            yield return (status.T, "status", Describe(status));
    }

    private static string Describe(CronJobStatusAt status) => string.Create(
        CultureInfo.InvariantCulture,
        $"active [{string.Join(", ", status.Active)}], last schedule {Time(status.LastScheduleTime)}, last success {Time(status.LastSuccessfulTime)}");

    private static string Time(double? time) => time is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0.0}s") : "never";
}
