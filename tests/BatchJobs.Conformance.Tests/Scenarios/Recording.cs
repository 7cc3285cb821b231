using BatchJobs.Testing.Scenarios;
using BatchJobs.Testing.Simulation;

namespace BatchJobs.Conformance.Tests.Scenarios;

/// <summary>A recorded scenario: what was asked of a cluster of Kubernetes 1.36.2, and what it did.</summary>
internal static class Recording
{
    private static readonly string Data = Path.Combine(AppContext.BaseDirectory, "Data");

    public static IEnumerable<string> JobNames { get; } = [.. Names(scenario => scenario.Job is not null)];

    public static IEnumerable<string> CronJobNames { get; } = [.. Names(scenario => scenario.CronJob is not null)];

    /// <summary>Simulates a scenario; beside it what was recorded.</summary>
    public static async Task<(T Expected, T Actual)> ReplayAsync<T>(string name)
        where T : SimulationResult
    {
        string golden = await File.ReadAllTextAsync(PathOf("golden", name));
        return ((T)SimulationResult.Parse(golden), (T)await JobSimulator.RunAsync(ScenarioFile.Load(PathOf("scenarios", name))));
    }

    public static string Timeline(SimulationResult result)
    {
        using var text = new StringWriter();
        result.WriteTimeline(text);
        return text.ToString();
    }

    private static IEnumerable<string> Names(Func<Scenario, bool> select) =>
        ScenarioFile.LoadAll(Path.Combine(Data, "scenarios")).Where(select).Select(scenario => scenario.Name);

    private static string PathOf(string folder, string name) => Path.Combine(Data, folder, $"{name}.json");
}
