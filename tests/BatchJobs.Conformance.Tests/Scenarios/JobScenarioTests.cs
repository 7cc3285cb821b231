using BatchJobs.Testing.Comparison;
using BatchJobs.Testing.Simulation;

namespace BatchJobs.Conformance.Tests.Scenarios;

/// <summary>Every recorded Job, simulated and compared with what the controller of Kubernetes 1.36.2 did.</summary>
public class JobScenarioTests
{
    public static TheoryData<string> Names => [.. Recording.JobNames];

    private static KnownDifference BackoffBug => KnownDifferences.ActiveDuringBackoff;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Job_does_what_it_did_on_a_cluster(string name)
    {
        (JobSimulationResult expected, JobSimulationResult actual) = await Recording.ReplayAsync<JobSimulationResult>(name);
        if (BackoffBug.Cases.Contains(name))
        {
            Assert.True(ScenarioComparer.Compare(expected, actual).Count > 0, $"{name} no longer shows the difference under which it is listed.");
            (expected, actual) = (WithoutBackoffBug(expected, expected), WithoutBackoffBug(actual, expected));
        }

        IReadOnlyList<Difference> differences = ScenarioComparer.Compare(expected, actual);
        Assert.True(differences.Count == 0, $"{string.Join('\n', differences)}\n\n{Recording.Timeline(actual)}");
    }

    [Fact]
    public void Every_case_of_the_known_difference_is_a_scenario() => Assert.Empty(BackoffBug.Cases.Except(Recording.JobNames));

    /// <summary>Takes away what the bug touches: the active count, or, where whole status writes were rejected, when things were counted.</summary>
    private static JobSimulationResult WithoutBackoffBug(JobSimulationResult result, JobSimulationResult recorded) => recorded.StatusWritesRejected == true
        ? result with { StatusOverTime = [], Pods = [.. result.Pods.Select(pod => pod with { Released = null, Gone = null })] }
        : result with { StatusOverTime = [.. result.StatusOverTime.Select(counters => counters with { Active = 0 })] };
}
