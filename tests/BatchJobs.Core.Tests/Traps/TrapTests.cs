using BatchJobs.Core.Tests.Harness;
using BatchJobs.Events;
using BatchJobs.Primitives;
using BatchJobs.Resolution;
using BatchJobs.Specs;
using static BatchJobs.Core.Tests.Harness.Specs;

namespace BatchJobs.Core.Tests.Traps;

/// <summary>
/// Where implementations of Job semantics go wrong. Traps about kubelets (36, 38), CronJobs (39), schedules (40) and
/// validation (half of 25, half of 33) are tested where those live.
/// </summary>
public class TrapTests
{
    private static readonly JobSpec ReplaceFailed = Job(1, 1) with { PodReplacementPolicy = PodReplacementPolicy.Failed };

    [Fact]
    public void Trap_01_Retries_make_one_pod_more_than_backoffLimit() => new JobBench(Job(1, 1) with { BackoffLimit = 2 })
        .At(0).Sees("0:F").At(100).Sees("1:F").Shows("failed=2")
        .At(200).Sees("2:F").Shows("failed=3 FailureTarget+Failed:BackoffLimitExceeded");

    [Theory]
    [InlineData(2, "0:R*1", "0:R*2")]
    [InlineData(0, "0:R", "0:R*1")]
    public void Trap_02_Restarts_in_place_need_only_reach_the_limit(int limit, string before, string after) =>
        new JobBench((Job(1, 1) with { BackoffLimit = limit }).RestartOnFailure())
            .At(0).Sees(before).Shows("active=1")
            .Sees(after).Shows("terminating=1 failed=1 FailureTarget:BackoffLimitExceeded");

    [Fact]
    public void Trap_03_Restarts_of_all_pods_are_added() => new JobBench((Job(3, 3) with { BackoffLimit = 6 }).RestartOnFailure())
        .At(0).Sees("0:R*2 1:R*2 2:R*1").Shows("active=3")
        .Sees("2:R*2").Shows("terminating=3 failed=3 FailureTarget:BackoffLimitExceeded");

    [Fact]
    public void Trap_04_A_pod_that_restarted_six_times_failed_once() => new JobBench((Job(1, 1) with { BackoffLimit = 6 }).RestartOnFailure())
        .At(0).Sees("0:R*5").Shows("active=1").Sees("0:R*6").Sees("0:F*6").Shows("failed=1 FailureTarget+Failed:BackoffLimitExceeded");

    [Fact]
    public void Trap_05_Failure_beats_success_in_one_look() => new JobBench(Job(1, 1) with { ActiveDeadlineSeconds = 60 }, batch: 1)
        .At(59.5).Sees("0:S").Shows("active=1")
        .At(60.5).Shows("succeeded=1 FailureTarget+Failed:DeadlineExceeded");

    [Fact]
    public void Trap_06_Success_decided_is_final() =>
        new JobBench(Indexed(3, 3).SucceedsBy(new SuccessPolicyRule { SucceededCount = 1 }).FailsBy(PodFailureAction.FailJob.OnExitCode(42)) with
        {
            ActiveDeadlineSeconds = 60,
            BackoffLimit = 0,
        })
            .At(0).Sees("0:S 1:R 2:R").Shows("terminating=2 succeeded=1 completed=0 SuccessCriteriaMet:SuccessPolicy")
            .At(10).Sees("1:F42").At(61).Shows("terminating=1 succeeded=1 completed=0 SuccessCriteriaMet:SuccessPolicy")
            .Sees("2:F").Shows("succeeded=1 completed=0 SuccessCriteriaMet+Complete:SuccessPolicy");

    [Fact]
    public void Trap_07_The_terminal_condition_and_the_time_to_live_wait_for_the_last_pod() =>
        new JobBench(Job(1, 1) with { ActiveDeadlineSeconds = 60, TtlSecondsAfterFinished = 5 })
            .At(0).Sees("0:R")
            .At(60).Shows("terminating=1 failed=1 FailureTarget:DeadlineExceeded")
            .At(89).Shows("terminating=1 failed=1 FailureTarget:DeadlineExceeded").WakesAt(null)
            .At(90).Sees("0:F").Shows("failed=1 FailureTarget+Failed:DeadlineExceeded").WakesAt(95)
            .At(95).Does("remove");

    [Fact]
    public void Trap_08_A_failed_Job_has_no_completion_time()
    {
        JobBench failed = new JobBench(Job(1, 1) with { BackoffLimit = 0 }).At(0).At(7).Sees("0:F");
        Assert.Null(failed.Status.CompletionTime);
        Assert.Equal(States.Second(7), failed.Status.Conditions![^1].LastTransitionTime);
        JobBench complete = new JobBench(Job(1, 1)).At(0).At(7).Sees("0:S");
        Assert.Equal(States.Second(7), complete.Status.CompletionTime);
    }

    [Theory]
    [InlineData(6, "active=1 succeeded=1 failed=1")]
    [InlineData(0, "terminating=1 succeeded=1 failed=2 FailureTarget:BackoffLimitExceeded")]
    public void Trap_09_A_work_queue_counts_failures_after_its_success(int limit, string status) => new JobBench(WorkQueue(3) with { BackoffLimit = limit })
        .At(0).Sees("0:S 1:R 2:R").Sees("1:F").Shows(status);

    // A third success needs an adopted pod on a cluster; here it takes a state that cannot come about.
    [Fact]
    public void Trap_10_Successes_are_not_capped()
    {
        JobBench job = new JobBench(Job(2, 2)).Given("S S S").Shows("succeeded=3 SuccessCriteriaMet+Complete:CompletionsReached");
        Assert.Contains(job.Notices, notice => notice is { Kind: BatchJobs.StateMachine.JobNoticeKind.TooManySucceeded, Count: 3, Budget: 2 });
    }

    [Fact]
    public void Trap_11_One_failed_index_of_many_fails_the_Job_at_its_end() => new JobBench(Indexed(4, 4) with { BackoffLimitPerIndex = 0 })
        .At(0).Sees("0:F 1:R 2:R 3:R").Shows("active=3 failed=1 failedIndexes=0")
        .Sees("1:S 2:S").Shows("active=1 succeeded=2 failed=1 completed=1,2 failedIndexes=0")
        .Sees("3:S").Shows("succeeded=3 failed=1 completed=1-3 failedIndexes=0 FailureTarget+Failed:FailedIndexes");

    [Fact]
    public void Trap_12_No_failed_index_allowed_means_the_first_one_ends_the_Job() => new JobBench(Indexed(4, 4) with { BackoffLimitPerIndex = 0, MaxFailedIndexes = 0 })
        .At(0).Sees("0:F 1:R 2:R 3:R").Shows("terminating=3 failed=4 failedIndexes=0 FailureTarget:MaxFailedIndexesExceeded");

    [Fact]
    public void Trap_13_Failures_count_pods_and_limits_count_indexes()
    {
        JobBench job = new JobBench(Indexed(2, 2) with { BackoffLimitPerIndex = 3, MaxFailedIndexes = 1 }).At(0).Sees("0:F 1:R");
        for (int pod = 2; pod <= 4; pod++)
        {
            job.At(pod * 1000).Sees($"{pod}:R").Sees($"{pod}:F");
        }

        job.Shows("active=1 failed=4 failedIndexes=0");
    }

    [Fact]
    public void Trap_14_backoffLimit_still_counts_beside_backoffLimitPerIndex()
    {
        Assert.Equal(int.MaxValue, JobSpecResolver.Resolve(Indexed(6, 6) with { BackoffLimitPerIndex = 9 }).BackoffLimit);
        new JobBench(Indexed(6, 6) with { BackoffLimitPerIndex = 9, BackoffLimit = 5 })
            .At(0).Sees("0:F 1:F 2:F 3:F 4:F 5:R").Shows("active=1")
            .Sees("5:F").Shows("failed=6 FailureTarget+Failed:BackoffLimitExceeded");
    }

    [Fact]
    public void Trap_15_FailIndex_needs_no_limit() => new JobBench(Indexed(2, 2).FailsBy(PodFailureAction.FailIndex.OnExitCode(42)) with { BackoffLimitPerIndex = 10 })
        .At(0).Sees("0:F42 1:R").Shows("active=1 failed=1 failedIndexes=0").Does("release 0").WakesAt(null);

    [Fact]
    public void Trap_16_Ignored_failures_still_delay() => new JobBench(Job(5, 5).FailsBy(PodFailureAction.Ignore.OnDisruption()))
        .At(0).Sees("0:F! 1:F! 2:F! 3:F! 4:F!").Shows("").WakesAt(160)
        .At(160).Shows("active=5");

    [Fact]
    public void Trap_17_An_index_in_backoff_takes_a_slot() => new JobBench(Indexed(3, 1) with { BackoffLimitPerIndex = 5 })
        .At(0).Sees("0:F").Shows("").WakesAt(10)
        .At(9).DoesNothing().At(10).StartsIndexes("0");

    [Fact]
    public void Trap_18_Failures_together_multiply_the_backoff() =>
        new JobBench(Job(5, 5)).At(0).Sees("0:F 1:F 2:F 3:F 4:F").WakesAt(160);

    [Fact]
    public void Trap_19_Only_failures_after_the_last_success_count() => new JobBench(Job(5, 3), batch: 1)
        .At(0).At(9).Sees("0:F@5 1:S@7 2:F@9").At(10).WakesAt(19);

    [Fact]
    public void Trap_20_Backoff_counts_from_the_end_of_the_pod() =>
        new JobBench(Job(1, 1)).At(0).At(108).Sees("0:F@100").Does("release 0").WakesAt(110).At(110).Does("start 1");

    [Fact]
    public void Trap_21_Backoff_delays_pods_that_replace_nothing() => new JobBench(Job(9, 1))
        .At(0).Sees("0:F").At(5).Changes(spec => spec with { Parallelism = 3 }).DoesNothing().WakesAt(10)
        .At(10).Does("start 1, start 2, start 3");

    [Fact]
    public void Trap_22_Active_pods_are_shown_during_backoff() => new JobBench(Job(2, 2)).At(0).Sees("0:R 1:F").Shows("active=1 failed=1");

    [Theory]
    [InlineData(6, "active=1 terminating=1 failed=1")]
    [InlineData(0, "terminating=1 failed=1 FailureTarget:BackoffLimitExceeded")]
    public void Trap_23_A_deleted_pod_failed_at_once(int limit, string later) => new JobBench(Job(1, 1) with { BackoffLimit = limit })
        .At(0).Sees("0:R").Happens(JobEvent.PodDeletionRequested(0, null)).At(10).Shows(later);

    [Theory]
    [InlineData("0:S", "succeeded=1 SuccessCriteriaMet+Complete:CompletionsReached")]
    [InlineData("0:F", "failed=1")]
    public void Trap_24_With_policy_Failed_it_counts_by_its_end(string end, string status) => new JobBench(ReplaceFailed)
        .At(0).Sees("0:R").Happens(JobEvent.PodDeletionRequested(0, null)).At(20).Shows("terminating=1").DoesNothing()
        .Sees(end).Shows(status);

    [Fact]
    public void Trap_25_A_failure_policy_without_rules_replaces_only_failed_pods() =>
        Assert.True(JobSpecResolver.Resolve(Job(1, 1).FailsBy()).OnlyReplaceFailed);

    [Fact]
    public void Trap_26_Scaling_down_and_suspending_fail_no_pod() => new JobBench(Job(5, 3))
        .At(0).Sees("0:R 1:R 2:R").Changes(spec => spec with { Parallelism = 1 }).Shows("active=1 terminating=2")
        .Sees("1:F 2:F").Shows("active=1").Suspends().Shows("terminating=1 Suspended").Sees("0:F").Shows("Suspended").WakesAt(null);

    [Fact]
    public void Trap_27_A_failing_Job_counts_its_running_pods() => new JobBench(Job(5, 5).FailsBy(PodFailureAction.FailJob.OnExitCode(42)))
        .At(0).Sees("0:F42 1:R 2:R 3:R 4:R").Shows("terminating=4 failed=5 FailureTarget:PodFailurePolicy");

    [Fact]
    public void Trap_28_A_resumed_Job_has_its_whole_deadline_again()
    {
        JobBench job = new JobBench(Job(1, 1) with { ActiveDeadlineSeconds = 60 }).At(0).WakesAt(60).At(50).Suspends().WakesAt(null);
        Assert.Null(job.Status.StartTime);
        job.At(500).Sees("0:F").Resumes().Shows("active=1 Resumed").WakesAt(560);
        Assert.Equal(States.Second(500), job.Status.StartTime);
        job.At(560).Shows("terminating=1 failed=1 Resumed FailureTarget:DeadlineExceeded");
    }

    [Fact]
    public void Trap_29_A_suspended_Job_can_fail() => new JobBench(Job(1, 1) with { BackoffLimit = 0 }, batch: 1)
        .At(0).Sees("0:F").Suspends().At(1).Shows("failed=1 FailureTarget+Failed:BackoffLimitExceeded");

    [Fact]
    public void Trap_29_A_suspended_Job_can_complete()
    {
        JobBench job = new JobBench(Job(0, 1) with { Suspend = true }).At(0).Shows("SuccessCriteriaMet+Complete:CompletionsReached");
        Assert.Null(job.Status.StartTime);
    }

    [Fact]
    public void Trap_30_A_Job_never_suspended_says_nothing_of_it() => Assert.Null(new JobBench(Job(1, 1)).At(0).Status.Conditions);

    // Indexes with two pods cannot come about here; pods beyond the completions can.
    [Fact]
    public void Trap_31_A_look_stops_or_starts_never_both() => new JobBench(Indexed(3, 2), batch: 1)
        .Given("0:R 5:R").Does("stop 1, release 1").WakesAt(1)
        .At(1).StartsIndexes("1");

    [Fact]
    public void Trap_32_Shrinking_forgets() => new JobBench(Indexed(3, 3))
        .At(0).Sees("0:R 1:R 2:S").Changes(spec => spec with { Completions = 2, Parallelism = 2 }).Shows("active=2")
        .Changes(spec => spec with { Completions = 3, Parallelism = 3 }).StartsIndexes("2");

    [Fact]
    public void Trap_33_Two_neighbours_are_written_with_a_comma()
    {
        Assert.Equal("3,4", IndexSetText.Write(IndexSetText.Read("3-4", 10)));
        Assert.Equal("3-5", IndexSetText.Write(IndexSetText.Read("3,4,5", 10)));
    }

    [Fact]
    public void Trap_34_Exit_code_0_never_matches() => new JobBench(Job(1, 1).FailsBy(PodFailureAction.FailJob.OnOtherExitCode(1)))
        .At(0).Sees("0:F0").Shows("failed=1");

    [Fact]
    public void Trap_35_A_deadline_of_0_fails_a_Job_before_its_first_pod()
    {
        JobBench job = new JobBench(Job(1, 1) with { ActiveDeadlineSeconds = 0 }).At(0).Shows("FailureTarget+Failed:DeadlineExceeded").DoesNothing();
        Assert.Equal(JobBench.Epoch, job.Status.StartTime);
    }

    [Fact]
    public void Trap_37_A_pod_that_cannot_start_waits_for_ever() => new JobBench(Job(1, 1) with { BackoffLimit = 0 })
        .At(0).Sees("0:P").At(1_000_000).Shows("active=1").DoesNothing().WakesAt(null);
}
