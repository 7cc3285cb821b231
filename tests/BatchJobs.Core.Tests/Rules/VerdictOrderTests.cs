using BatchJobs.Core.Tests.Harness;
using BatchJobs.Rules;
using BatchJobs.Specs;
using BatchJobs.State;
using static BatchJobs.Core.Tests.Harness.Specs;
using static BatchJobs.Core.Tests.Harness.States;

namespace BatchJobs.Core.Tests.Rules;

public class VerdictOrderTests
{
    /// <summary>A Job that meets every reason to end; each test takes away those that go before.</summary>
    private static readonly JobSpec Everything = Indexed(4, 4).SucceedsBy(new SuccessPolicyRule { SucceededCount = 1 }) with
    {
        BackoffLimit = 2,
        BackoffLimitPerIndex = 0,
        MaxFailedIndexes = 1,
        ActiveDeadlineSeconds = 60,
    };

    [Theory]
    [InlineData("say", 3, 60, 1, "PodFailurePolicy", "say")]
    [InlineData(null, 3, 60, 1, "BackoffLimitExceeded", "Job has reached the specified backoff limit")]
    [InlineData(null, 2, 60, 1, "DeadlineExceeded", "Job was active longer than specified deadline")]
    [InlineData(null, 2, 59, 1, "MaxFailedIndexesExceeded", "Job has exceeded the specified maximal number of failed indexes")]
    [InlineData(null, 2, 59, 2, "FailedIndexes", "Job has failed indexes")]
    public void Failures_come_in_this_order(string? failJobMessage, int failed, int now, int mostFailedIndexes, string reason, string message)
    {
        Verdict? verdict = Decide(Everything with { MaxFailedIndexes = mostFailedIndexes }, "0,1", "2,3", failJobMessage, failed, now);
        Assert.Equal(new Verdict(false, reason, message, Second(now)), verdict);
    }

    [Fact]
    public void Success_comes_after_all_failures() => Assert.Equal(
        new Verdict(true, "SuccessPolicy", "Matched rules at index 0", Second(59)),
        Decide(Everything, "0,1", "2", null, 2, 59));

    [Fact]
    public void Nothing_is_decided_before_its_time() => Assert.Null(Decide(Everything, "", "2", null, 2, 59));

    [Fact]
    public void Without_backoffLimitPerIndex_no_index_can_end_a_Job() =>
        Assert.Null(Decide(Indexed(4, 4) with { BackoffLimit = 2 }, "0,1", "2,3", null, 2, 59));

    [Theory]
    [InlineData("0:F", 1)]
    [InlineData("0:F 1:F", 2)]

    // An ignored one is not counted later either.
    [InlineData("0:F42 1:F", 1)]
    public void Failures_that_wait_for_a_replacement_count_already(string waiting, int expected)
    {
        JobState state = StateOf(Indexed(4, 4).FailsBy(PodFailureAction.Ignore.OnExitCode(42)) with { BackoffLimitPerIndex = 5 }, waiting);
        foreach (PodRecord pod in state.Pods.All)
        {
            state.AwaitReplacement(pod);
        }

        state.FailedPods = 7;
        Assert.Equal(7 + expected, VerdictOrder.FailuresToDate(state));
    }

    [Fact]
    public void They_can_exceed_the_backoff_limit()
    {
        JobState state = StateOf(Indexed(2, 2) with { BackoffLimitPerIndex = 1, BackoffLimit = 0 }, "0:F");
        state.AwaitReplacement(state.Pods.All.Single());
        Assert.Equal("BackoffLimitExceeded", VerdictOrder.Decide(state, null, Second(0))?.Reason);
    }

    private static Verdict? Decide(JobSpec spec, string succeeded, string failedIndexes, string? failJobMessage, int failed, int now)
    {
        JobState state = StateOf(spec, succeeded, failedIndexes);
        state.StartTime = Second(0);
        state.FailedPods = failed;
        return VerdictOrder.Decide(state, failJobMessage, Second(now));
    }
}
