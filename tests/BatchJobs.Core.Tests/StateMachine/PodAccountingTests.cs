using BatchJobs.Core.Tests.Harness;
using BatchJobs.Events;
using BatchJobs.Specs;
using BatchJobs.StateMachine;
using static BatchJobs.Core.Tests.Harness.Specs;

namespace BatchJobs.Core.Tests.StateMachine;

public class PodAccountingTests
{
    private static readonly JobSpec PerIndex = Indexed(2, 2) with { BackoffLimitPerIndex = 2 };

    [Fact]
    public void Counting_is_explained()
    {
        JobBench job = new JobBench(Job(3, 3).FailsBy(PodFailureAction.Ignore.OnExitCode(42))).At(0).Sees("0:S 1:F 2:F42");
        Assert.Equal(
            [
                (JobNoticeKind.PodSucceeded, "completions", 0L, 1L, 3L),
                (JobNoticeKind.PodFailed, "backoffLimit", 1L, 1L, 6L),
                (JobNoticeKind.FailureIgnored, "podFailurePolicy", 2L, 1L, null as long?),
            ],
            job.Notices.Where(notice => notice.Kind is JobNoticeKind.PodSucceeded or JobNoticeKind.PodFailed or JobNoticeKind.FailureIgnored)
                .Select(notice => (notice.Kind, notice.Rule, notice.Ordinal!.Value, notice.Count!.Value, notice.Budget)));
    }

    [Theory]
    [InlineData("0:F42", "podFailurePolicy", 1)]
    [InlineData("0:F", "backoffLimitPerIndex", 1)]
    public void A_failed_index_is_explained(string pod, string rule, int failures)
    {
        JobBench job = new JobBench(Indexed(2, 2).FailsBy(PodFailureAction.FailIndex.OnExitCode(42)) with { BackoffLimitPerIndex = 0 }).At(0).Sees(pod);
        JobNotice notice = Assert.Single(job.Notices, notice => notice.Kind == JobNoticeKind.IndexFailed);
        Assert.Equal((rule, 0, failures, 0), (notice.Rule, notice.Index, notice.Count!.Value, notice.Budget!.Value));
    }

    [Fact]
    public void Rules_of_the_failure_policy_count_the_pods_that_met_them() => Assert.Equal(
        [2, 1, 0, 1],
        new JobBench(Job(5, 5).FailsBy(
            PodFailureAction.Ignore.OnExitCode(42),
            PodFailureAction.Count.OnExitCode(43),
            PodFailureAction.Ignore.OnDisruption(),
            PodFailureAction.FailJob.OnExitCode(44))).At(0).Sees("0:F42 1:F43 2:F42 3:F 4:F44").State.FailureRuleHits);

    [Fact]
    public void A_rule_counts_a_pod_that_waits_for_its_replacement_only_then()
    {
        JobBench job = new JobBench(PerIndex.FailsBy(PodFailureAction.Count.OnExitCode(42))).At(0).Sees("0:F42 1:R");
        Assert.Equal([0], job.State.FailureRuleHits);
        Assert.Equal([1], job.At(10).Sees("2:P").State.FailureRuleHits);
    }

    [Fact]
    public void Pods_are_counted_in_the_order_they_were_asked_for() => new JobBench(Job(3, 3))
        .At(0).Sees("2:S 0:F 1:S").Does("release 0, release 1, release 2, start 3");

    [Fact]
    public void A_failure_waits_until_its_replacement_is_seen() => new JobBench(PerIndex)
        .At(0).Sees("0:F 1:R").Shows("active=1").DoesNothing()
        .At(10).Shows("active=2").Does("start 2")
        .Sees("2:P").Shows("active=2 failed=1").Does("release 0");

    [Fact]
    public void A_failure_does_not_wait_for_a_replacement_that_ended_unseen() => new JobBench(PerIndex)
        .At(0).Sees("0:F 1:R").At(10).Sees("2:F").Shows("active=1 failed=1").WakesAt(30).Does("release 0");

    [Fact]
    public void A_failure_whose_replacement_succeeds_at_once_is_counted() => new JobBench(PerIndex)
        .At(0).Sees("0:F 1:R").At(10).Sees("2:S").At(11).Sees("1:S").Shows("succeeded=2 failed=1 completed=0,1 SuccessCriteriaMet+Complete:CompletionsReached");

    [Fact]
    public void A_failure_whose_index_has_a_success_is_counted_at_once() => new JobBench(PerIndex with { Completions = 5 }, batch: 1)
        .Given("1:F 1:S 0:R").Shows("active=2 succeeded=1 failed=1 completed=1");

    [Fact]
    public void A_stopped_pod_that_waits_for_its_replacement_can_still_succeed() => new JobBench(PerIndex)
        .At(0).Sees("0:R 1:R").Happens(JobEvent.PodDeletionRequested(0, null)).Shows("active=1 terminating=1").WakesAt(10)
        .At(5).Sees("0:S").Shows("active=1 succeeded=1 completed=0").Does("release 0").WakesAt(null)
        .Sees("1:Y").DoesNothing();

    [Fact]
    public void A_stopped_pod_counts_as_failed_once_it_is_replaced_whatever_its_end() => new JobBench(PerIndex)
        .At(0).Sees("0:R 1:R").Happens(JobEvent.PodDeletionRequested(0, null))
        .At(10).StartsIndexes("0").Sees("2:R").Shows("active=2 terminating=1 failed=1")
        .Sees("0:S").Shows("active=2 failed=1");

    [Fact]
    public void A_Job_that_ends_counts_failures_that_wait() => new JobBench(PerIndex with { ActiveDeadlineSeconds = 5 })
        .At(0).Sees("0:F 1:S").Shows("succeeded=1 completed=1")
        .At(5).Shows("succeeded=1 failed=1 completed=1 FailureTarget+Failed:DeadlineExceeded");

    [Fact]
    public void A_success_policy_counts_failures_that_wait() => new JobBench(PerIndex.SucceedsBy(new SuccessPolicyRule { SucceededIndexes = "1" }))
        .At(0).Sees("0:F 1:R").Shows("active=1").Sees("1:S").Shows("succeeded=1 failed=1 completed=1 SuccessCriteriaMet+Complete:SuccessPolicy");

    [Fact]
    public void Suspending_keeps_the_failures_of_an_index() => new JobBench(PerIndex with { BackoffLimitPerIndex = 1 })
        .At(0).Sees("0:F 1:R").Suspends().Sees("1:F").At(50).Resumes().StartsIndexes("0,1")
        .Sees("2:F 3:R").Shows("active=1 failed=2 failedIndexes=0 Resumed");

    [Fact]
    public void A_failure_stays_with_its_index_when_its_replacement_goes_before_it_was_seen() => new JobBench(PerIndex with { BackoffLimitPerIndex = 1 })
        .At(0).Sees("0:F 1:R").At(10).StartsIndexes("0").Suspends().Sees("1:F 2:F").Shows("Suspended")
        .Resumes().StartsIndexes("0,1").Sees("3:F 4:R").Shows("active=1 failed=2 failedIndexes=0 Resumed");

    [Fact]
    public void A_pod_beyond_the_completions_counts_nowhere() => new JobBench(Indexed(3, 3) with { BackoffLimitPerIndex = 3 })
        .At(0).Sees("2:F 0:R 1:R").Shows("active=2")
        .Changes(spec => spec with { Completions = 2, Parallelism = 2 }).Shows("active=2").Does("release 2");

    [Fact]
    public void The_index_at_the_completions_is_beyond_them() => new JobBench(Indexed(3, 3), batch: 1)
        .At(0).Sees("0:R 1:R 2:S").Changes(spec => spec with { Completions = 2, Parallelism = 2 }).Shows("active=2").Does("release 2");

    [Fact]
    public void Of_two_failed_pods_of_an_index_the_later_one_is_kept() => new JobBench(PerIndex, batch: 1)
        .Given("0:F@100[0] 0:F@200[1] 1:R", at: 205).Shows("active=1 failed=1").Does("release 0").WakesAt(220);

    [Theory]

    // Ended earlier, or with fewer failures before it: the first one stays.
    [InlineData("0:F@200[1] 0:F@100[1] 1:R", "release 1", 220)]
    [InlineData("0:F@200[1] 0:F@201[0] 1:R", "release 1", 220)]

    // As good: the later one.
    [InlineData("0:F@200[0] 0:F@200[0] 1:R", "release 0", 210)]
    public void Or_the_one_with_more_failures_before_it(string pods, string does, int retry) => new JobBench(PerIndex, batch: 1)
        .Given(pods, at: 205).Shows("active=1 failed=1").Does(does).WakesAt(retry);

    [Fact]
    public void A_failed_pod_of_an_index_that_failed_by_another_counts_as_a_pod() => new JobBench(PerIndex, batch: 1)
        .Given("0:F@100[0] 0:F@200[2] 1:R", at: 205).Shows("active=1 failed=2 failedIndexes=0").Does("release 0, release 1");

    [Fact]
    public void A_success_of_an_index_that_failed_counts_nowhere() => new JobBench(PerIndex, batch: 1)
        .Given("0:F[2] 0:S 1:R", at: 5).Shows("active=1 failed=1 failedIndexes=0").Does("release 0, release 1");
}
