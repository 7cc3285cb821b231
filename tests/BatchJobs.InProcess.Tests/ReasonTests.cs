using BatchJobs.Building;
using BatchJobs.Specs;

namespace BatchJobs.InProcess.Tests;

/// <summary>A program tells by the constants why a Job ended, not by words of its own.</summary>
public class ReasonTests
{
    public static TheoryData<string, string> Ends { get; } = new()
    {
        { "completions", JobReasons.CompletionsReached },
        { "successPolicy", JobReasons.SuccessPolicy },
        { "backoffLimit", JobReasons.BackoffLimitExceeded },
        { "failedIndexes", JobReasons.FailedIndexes },
        { "maxFailedIndexes", JobReasons.MaxFailedIndexesExceeded },
        { "failurePolicy", JobReasons.PodFailurePolicy },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task A_job_ends_with_the_reason_that_has_a_constant(string end, string reason)
    {
        await using var engine = new JobEngine(new InProcessPodExecutor());

        JobReport report = await engine.RunAsync(Make(end), _ => Task.FromResult(end is "completions" or "successPolicy" ? 0 : 3));

        Assert.Equal(reason, report.Reason);
    }

    private static JobBuilder Make(string end) => end switch
    {
        "successPolicy" => JobBuilder.Indexed("x", completions: 2).SucceedAfter(1),
        "backoffLimit" => JobBuilder.NonIndexed("x").BackoffLimit(0),
        "failedIndexes" => JobBuilder.Indexed("x", completions: 1).BackoffLimitPerIndex(0),
        "maxFailedIndexes" => JobBuilder.Indexed("x", completions: 3).Parallelism(1).BackoffLimitPerIndex(0).MaxFailedIndexes(0),
        "failurePolicy" => JobBuilder.NonIndexed("x").FailJobOn(3),
        _ => JobBuilder.NonIndexed("x"),
    };
}
