using BatchJobs.Cli.Reporting;
using BatchJobs.Specs;

namespace BatchJobs.Cli.Tests.Reporting;

public class JobWordsTests
{
    [Theory]
    [InlineData(3, 2, 1, "1/3")]
    [InlineData(1, null, 0, "0/1")]

    // Work queues have no completions.
    [InlineData(null, 3, 2, "2/1 of 3")]
    [InlineData(null, 1, 1, "1/1")]
    public void Completions_are_shown_as_kubectl_does(int? completions, int? parallelism, int succeeded, string text)
    {
        Job job = new()
        {
            Spec = new JobSpec { Completions = completions, Parallelism = parallelism },
            Status = new JobStatus { Succeeded = succeeded },
        };

        Assert.Equal(text, job.Completions());
    }

    [Theory]
    [InlineData("Running")]
    [InlineData("Complete", JobConditionTypes.SuccessCriteriaMet, JobConditionTypes.Complete)]
    [InlineData("Failed", JobConditionTypes.FailureTarget, JobConditionTypes.Failed)]
    [InlineData("FailureTarget", JobConditionTypes.FailureTarget)]
    [InlineData("SuccessCriteriaMet", JobConditionTypes.SuccessCriteriaMet)]
    [InlineData("Suspended", JobConditionTypes.Suspended)]
    public void The_status_is_one_word_for_all_conditions(string word, params string[] conditions) =>
        Assert.Equal(word, WithConditions(ConditionStatus.True, conditions).StatusWord());

    [Fact]
    public void A_condition_that_no_longer_holds_says_nothing() =>
        Assert.Equal("Running", WithConditions(ConditionStatus.False, JobConditionTypes.Suspended).StatusWord());

    private static Job WithConditions(ConditionStatus status, params string[] types) => new()
    {
        Status = new JobStatus { Conditions = [.. types.Select(type => new JobCondition { Type = type, Status = status })] },
    };
}
