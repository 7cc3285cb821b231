using BatchJobs.Testing.Comparison;
using BatchJobs.Testing.Simulation;

namespace BatchJobs.Conformance.Tests.Scenarios;

/// <summary>Every recorded CronJob, simulated and compared with what the controllers of Kubernetes 1.36.2 did.</summary>
public class CronJobScenarioTests
{
    public static TheoryData<string> Names => [.. Recording.CronJobNames];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task CronJob_does_what_it_did_on_a_cluster(string name)
    {
        (CronJobSimulationResult expected, CronJobSimulationResult actual) = await Recording.ReplayAsync<CronJobSimulationResult>(name);
        IReadOnlyList<Difference> differences = ScenarioComparer.Compare(expected, actual);
        Assert.True(differences.Count == 0, $"{string.Join('\n', differences)}\n\n{Recording.Timeline(actual)}");
    }
}
