using BatchJobs.Core.Tests.Harness;
using BatchJobs.Events;
using BatchJobs.Specs;
using static BatchJobs.Core.Tests.Harness.Specs;

namespace BatchJobs.Core.Tests.StateMachine;

/// <summary>Whole lives of Jobs, second by second; the gathering of reports for one second is left out.</summary>
public class WorkedTraceTests
{
    [Fact]
    public void T1_Pods_are_replaced_after_10_and_20_seconds_and_the_third_failure_ends_the_Job() => new JobBench(Job(1, 1) with { BackoffLimit = 2 })
        .At(0).Shows("active=1").Does("start 0")
        .At(5).Sees("0:F").Shows("failed=1").Does("release 0").WakesAt(15)
        .At(15).Shows("active=1 failed=1").Does("start 1")
        .At(20).Sees("1:F").Shows("failed=2").WakesAt(40)
        .At(40).Shows("active=1 failed=2").Does("start 2")
        .At(45).Sees("2:F").Shows("failed=3 FailureTarget+Failed:BackoffLimitExceeded").Does("release 2").WakesAt(null)
        .At(100_000).DoesNothing();

    [Fact]
    public void T2_Restarts_in_place_reach_the_limit_and_the_pod_is_stopped_and_counted_once() => new JobBench((Job(1, 1) with { BackoffLimit = 2 }).RestartOnFailure())
        .At(0).Sees("0:R").Shows("active=1")
        .At(5).Sees("0:R*1").Shows("active=1").DoesNothing()
        .At(20).Sees("0:R*2").Shows("terminating=1 failed=1 FailureTarget:BackoffLimitExceeded").Does("stop 0, release 0")
        .At(21).Sees("0:F*2").Shows("failed=1 FailureTarget+Failed:BackoffLimitExceeded");

    [Fact]
    public void T3_The_deadline_stops_and_counts_the_pods_that_still_run() => new JobBench(Job(3, 3) with { ActiveDeadlineSeconds = 60 })
        .At(0).Sees("0:R 1:R 2:R").WakesAt(60)
        .At(10).Sees("0:S 1:S").Shows("active=1 succeeded=2").WakesAt(60)
        .At(60).Shows("terminating=1 succeeded=2 failed=1 FailureTarget:DeadlineExceeded").Does("stop 2, release 2").WakesAt(null)
        .At(75).Sees("2:F").Shows("succeeded=2 failed=1 FailureTarget+Failed:DeadlineExceeded");

    [Fact]
    public void T4_A_work_queue_replaces_nothing_after_its_first_success() => new JobBench(WorkQueue(3))
        .At(0).Does("start 0, start 1, start 2").Sees("0:R 1:R 2:R")
        .At(10).Sees("0:S").Shows("active=2 succeeded=1").Does("release 0")
        .At(11).Sees("1:F").Shows("active=1 succeeded=1 failed=1").Does("release 1").WakesAt(null)
        .At(30).Sees("2:S").Shows("succeeded=2 failed=1 SuccessCriteriaMet+Complete:CompletionsReached");

    [Fact]
    public void T5_A_work_queue_can_fail_after_its_first_success() => new JobBench(WorkQueue(3) with { BackoffLimit = 0 })
        .At(0).Sees("0:S 1:R 2:R").Shows("active=2 succeeded=1")
        .At(5).Sees("1:F").Shows("terminating=1 succeeded=1 failed=2 FailureTarget:BackoffLimitExceeded").Does("release 1, stop 2, release 2");

    [Theory]
    [InlineData(false, "SuccessCriteriaMet+Complete:CompletionsReached")]
    [InlineData(true, "SuccessCriteriaMet+Complete:CompletionsReached")]
    public void T6_No_completions_are_reached_at_once_even_suspended(bool suspended, string status)
    {
        JobBench job = new JobBench(Job(0, 1) with { Suspend = suspended }).At(0).Shows(status).DoesNothing();
        Assert.Equal(suspended, job.Status.StartTime is null);
        Assert.Equal(JobBench.Epoch, job.Status.CompletionTime);
    }

    [Fact]
    public void T7_Without_parallelism_a_Job_starts_and_does_nothing()
    {
        JobBench job = new JobBench(Job(1, 0)).At(0).Shows("").DoesNothing().WakesAt(null);
        Assert.Equal(JobBench.Epoch, job.Status.StartTime);
        new JobBench(Job(1, 0) with { ActiveDeadlineSeconds = 9 }).At(9).Shows("FailureTarget+Failed:DeadlineExceeded");
    }

    [Fact]
    public void T8_An_index_fails_alone_and_the_Job_fails_when_the_others_are_done() => new JobBench(Indexed(4, 2) with { BackoffLimitPerIndex = 1 })
        .At(0).StartsIndexes("0,1").Sees("0:R 1:R")
        .At(5).Sees("0:S").StartsIndexes("2").Sees("2:R")
        .At(6).Sees("1:F").Shows("active=1 succeeded=1 completed=0").DoesNothing()
        .At(8).Sees("2:S").Shows("active=1 succeeded=2 completed=0,2").StartsIndexes("3")
        .At(16).Shows("active=2 succeeded=2 completed=0,2").StartsIndexes("1")
        .At(17).Sees("3:R 4:R").Shows("active=2 succeeded=2 failed=1 completed=0,2").Does("release 1")
        .At(20).Sees("4:F").Shows("active=1 succeeded=2 failed=2 completed=0,2 failedIndexes=1").Does("release 4")
        .At(30).Sees("3:S").Shows("succeeded=3 failed=2 completed=0,2,3 failedIndexes=1 FailureTarget+Failed:FailedIndexes");

    [Fact]
    public void T9_A_success_policy_stops_the_other_pods_uncounted() => new JobBench(Indexed(10, 10).SucceedsBy(new SuccessPolicyRule { SucceededCount = 3 }))
        .At(0).Sees("0:R 1:R 2:R 3:R 4:R 5:R 6:R 7:R 8:R 9:R")
        .At(5).Sees("0:S 4:S").Shows("active=8 succeeded=2 completed=0,4")
        .At(6).Sees("9:S").Shows("terminating=7 succeeded=3 completed=0,4,9 SuccessCriteriaMet:SuccessPolicy").Says("Matched rules at index 0")
        .At(7).Sees("1:F 2:F 3:F 5:F 6:F 7:F").Shows("terminating=1 succeeded=3 completed=0,4,9 SuccessCriteriaMet:SuccessPolicy")
        .At(8).Sees("8:S").Shows("succeeded=3 completed=0,4,9 SuccessCriteriaMet+Complete:SuccessPolicy");

    [Fact]
    public void T10_An_elastic_Job_forgets_what_it_shrinks_away() => new JobBench(Indexed(5, 5))
        .At(0).Sees("0:S 1:R 2:R 3:R 4:S").Shows("active=3 succeeded=2 completed=0,4")
        .Changes(spec => spec with { Completions = 3, Parallelism = 3 })
        .Shows("active=2 terminating=1 succeeded=1 completed=0").Does("stop 3, release 3")
        .At(5).Sees("3:F").Shows("active=2 succeeded=1 completed=0")
        .Changes(spec => spec with { Completions = 5, Parallelism = 5 })
        .Shows("active=4 succeeded=1 completed=0").StartsIndexes("3,4");

    [Fact]
    public void T11_A_deleted_pod_is_replaced_beside_itself() => new JobBench(Job(1, 1))
        .At(0).Sees("0:R")
        .At(5).Happens(JobEvent.PodDeletionRequested(0, TimeSpan.FromSeconds(30)))
        .Shows("terminating=1 failed=1").Does("stop 0, release 0").WakesAt(15)
        .At(15).Shows("active=1 terminating=1 failed=1").Does("start 1")
        .At(35).Sees("0:S").Shows("active=1 failed=1").DoesNothing();

    [Theory]
    [InlineData("0:S", "succeeded=1 SuccessCriteriaMet+Complete:CompletionsReached")]
    [InlineData("0:F", "failed=1")]
    public void T11_With_policy_Failed_its_end_decides(string end, string status) => new JobBench(Job(1, 1) with { PodReplacementPolicy = PodReplacementPolicy.Failed })
        .At(0).Sees("0:R")
        .At(5).Happens(JobEvent.PodDeletionRequested(0, TimeSpan.FromSeconds(30))).Shows("terminating=1").Does("stop 0").WakesAt(null)
        .At(35).Sees(end).Shows(status);
}
