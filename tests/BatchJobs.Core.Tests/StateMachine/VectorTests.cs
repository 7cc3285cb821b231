using BatchJobs.Core.Tests.Harness;
using BatchJobs.Events;
using BatchJobs.Specs;
using BatchJobs.State;
using static BatchJobs.Core.Tests.Harness.Specs;

namespace BatchJobs.Core.Tests.StateMachine;

/// <summary>
/// One look at a Job in the midst of its life, back-off elapsed; what upstream's unit tests check, restated.
/// V12 (slow start of refused pods) is the dispatcher's, V20 to V23 stand with their rules, V24 to V28 with the schedules.
/// </summary>
public class VectorTests
{
    [Fact]
    public void V1_A_failed_pod_of_an_index_that_succeeded_since_counts() => OneLook(Indexed(3, 2), "0:S 1:F 1:S 2:S")
        .Shows("succeeded=3 failed=1 completed=0-2 SuccessCriteriaMet+Complete:CompletionsReached");

    [Fact]
    public void V2_Failing_counts_the_pod_that_runs() => OneLook(Indexed(3, 2) with { BackoffLimit = 0 }, "0:S 1:F 2:R")
        .Shows("terminating=1 succeeded=1 failed=2 completed=0 FailureTarget:BackoffLimitExceeded").Does("release 0, release 1, stop 2, release 2");

    [Fact]
    public void V3_Failing_counts_all_pods_that_run() => OneLook(Job(3, 2) with { BackoffLimit = 0 }, "Y Y F")
        .Shows("terminating=2 failed=3 FailureTarget:BackoffLimitExceeded").Does("release 2, stop 0, stop 1, release 0, release 1");

    [Fact]
    public void V4_Two_successes_of_one_index_are_one() => OneLook(Indexed(3, 2), "0:S 1:S 1:S")
        .Shows("active=1 succeeded=2 completed=0,1").StartsIndexes("2");

    [Fact]
    public void V5_The_lowest_free_indexes_get_pods() => OneLook(Indexed(20, 8), "0:R 2:S 3:P 4:S 5:S 7:S 8:S 9:S")
        .Shows("active=8 succeeded=6 completed=2,4,5,7-9").StartsIndexes("1,6,10-13");

    // V6 speaks of pods without a valid index: no pod of ours is made without one, and none is adopted.
    [Fact]
    public void V7_Pods_beyond_the_completions_are_stopped_and_not_counted() => OneLook(Indexed(5, 2), "0:S 5:R 6:S 7:P 8:F")
        .Shows("terminating=2 succeeded=1 completed=0")
        .Does("release 0, release 2, release 4, stop 1, release 1, stop 3, release 3");

    [Fact]
    public void V8_Pods_that_are_being_stopped_are_no_surplus() => OneLook(Job(1, 1) with { PodReplacementPolicy = PodReplacementPolicy.Failed }, "R R Rx Rx Rx Rx")
        .Shows("active=1 terminating=5").Does("stop 1, release 1");

    [Fact]
    public void V9_A_pod_that_is_being_stopped_failed() => OneLook(Job(1, 1), "R F Rx").Shows("active=1 terminating=1 failed=2");

    [Fact]
    public void V10_With_policy_Failed_not_yet() =>
        OneLook(Job(1, 1) with { PodReplacementPolicy = PodReplacementPolicy.Failed }, "R F Rx").Shows("active=1 terminating=1 failed=1");

    // On a cluster the garbage collector stops the pods of a deleted Job; here the Job does.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void V11_A_Job_that_is_being_deleted_lets_all_pods_go_and_is_never_suspended(bool suspended)
    {
        JobBench job = new(Job(5, 2) with { Suspend = suspended }, batch: 1);
        job.State.Deletion = new DeletionMark(DeletionMode.Foreground, JobBench.Epoch);
        job.Given("P R S").Shows("terminating=2 succeeded=1").Does("release 2, stop 0, release 0, stop 1, release 1")
            .At(5).Sees("0:F 1:F").Shows("succeeded=1").Does("remove");
    }

    [Fact]
    public void V13_The_backoff_limit_goes_before_the_deadline()
    {
        JobBench job = new(Job(1, 1) with { BackoffLimit = 0, ActiveDeadlineSeconds = 10 }, batch: 1);
        job.State.StartTime = JobBench.Epoch;
        job.Given("F", at: 1000).Shows("failed=1 FailureTarget+Failed:BackoffLimitExceeded");
    }

    [Fact]
    public void V14_A_pod_counted_as_failed_stays_so_when_it_succeeds_after_all() => new JobBench(Job(5, 2))
        .At(0).Sees("0:R 1:R")
        .Happens(JobEvent.PodDeletionRequested(0, null), JobEvent.PodDeletionRequested(1, null)).Shows("terminating=2 failed=2")
        .Sees("1:S").Shows("terminating=1 failed=2");

    [Fact]
    public void V15_A_failure_is_counted_once_its_replacement_has_started() => OneLook(PerIndex(2), "0:F@0[0]")
        .Shows("active=2").StartsIndexes("0,1")

        // V16
        .Sees("1:P").At(1001).Shows("active=2 failed=1").Does("release 0");

    [Fact]
    public void V17_An_index_without_retries_left_fails() =>
        OneLook(PerIndex(2), "0:F@0[1]").Shows("active=1 failed=1 failedIndexes=0").StartsIndexes("1");

    [Fact]
    public void V18_More_failed_indexes_than_allowed_end_the_Job() => OneLook(PerIndex(4) with { MaxFailedIndexes = 1 }, "0:F@0[1] 1:S@0 2:F@0[1] 3:R")
        .Shows("terminating=1 succeeded=1 failed=3 completed=1 failedIndexes=0,2 FailureTarget:MaxFailedIndexesExceeded");

    [Fact]
    public void V19_Failures_not_counted_yet_exceed_the_backoff_limit() => OneLook(PerIndex(2) with { BackoffLimit = 1 }, "0:F@0[0] 1:F@0[0]")
        .Shows("failed=2 FailureTarget+Failed:BackoffLimitExceeded");

    private static JobSpec PerIndex(int completions) => Indexed(completions, completions) with { BackoffLimitPerIndex = 1 };

    private static JobBench OneLook(JobSpec spec, string pods) => new JobBench(spec, batch: 1).Given(pods, at: 1000);
}
