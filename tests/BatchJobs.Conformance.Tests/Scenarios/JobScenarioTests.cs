using System.Text.Json;
using BatchJobs.Testing.Comparison;
using BatchJobs.Testing.Scenarios;
using BatchJobs.Testing.Simulation;

namespace BatchJobs.Conformance.Tests.Scenarios;

/// <summary>Every recorded Job, simulated and compared with what the controller of Kubernetes 1.36.2 did.</summary>
public class JobScenarioTests
{
    private static readonly string Data = Path.Combine(AppContext.BaseDirectory, "Data");

    public static TheoryData<string> Names => [.. ScenarioNames()];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Job_does_what_it_did_on_a_cluster(string name)
    {
        var expected = (JobSimulationResult)SimulationResult.Parse(await ReadAsync("golden", name));
        var actual = (JobSimulationResult)await JobSimulator.RunAsync(ScenarioFile.Parse(await ReadAsync("scenarios", name)));
        IReadOnlyList<Difference> differences = ScenarioComparer.Compare(expected, actual);
        Assert.True(differences.Count == 0, $"{string.Join('\n', differences)}\n\n{Timeline(actual)}");
    }

    private static IEnumerable<string> ScenarioNames()
    {
        foreach (string path in Directory.EnumerateFiles(Path.Combine(Data, "scenarios"), "*.json").Order(StringComparer.Ordinal))
        {
            using JsonDocument scenario = JsonDocument.Parse(File.ReadAllText(path));
            if (scenario.RootElement.TryGetProperty("job", out _))
                yield return Path.GetFileNameWithoutExtension(path);
        }
    }

    private static Task<string> ReadAsync(string folder, string name) => File.ReadAllTextAsync(Path.Combine(Data, folder, $"{name}.json"));

    private static string Timeline(JobSimulationResult result)
    {
        using var text = new StringWriter();
        result.WriteTimeline(text);
        return text.ToString();
    }
}
