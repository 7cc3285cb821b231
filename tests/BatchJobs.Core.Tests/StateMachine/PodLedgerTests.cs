using System.Reflection;
using BatchJobs.Core.Tests.Harness;
using BatchJobs.Events;
using BatchJobs.Specs;
using BatchJobs.State;
using BatchJobs.StateMachine;
using static BatchJobs.Core.Tests.Harness.Specs;

namespace BatchJobs.Core.Tests.StateMachine;

public class PodLedgerTests
{
    private static readonly JobSpec ReplaceFailed = Job(2, 2) with { PodReplacementPolicy = PodReplacementPolicy.Failed };

    [Fact]
    public void Reports_are_gathered_for_a_batch_period_from_the_first_one_on() => new JobBench(Job(3, 3), batch: 1)
        .At(0).At(5).Sees("0:R").Shows("active=3").WakesAt(6)
        .At(5.9).Sees("1:F").Shows("active=3").WakesAt(6)
        .At(6).Shows("active=2 failed=1");

    [Fact]
    public void What_the_user_asks_for_is_done_at_once() => new JobBench(Job(3, 3), batch: 1)
        .At(0).At(5).Suspends().Shows("terminating=3 Suspended");

    [Fact]
    public void Nothing_happens_without_a_reason() => new JobBench(Job(1, 1), batch: 1).At(0).At(5).Happens(JobEvent.WakeupReached()).DoesNothing().WakesAt(null);

    // Reports may come twice, late and out of order.
    [Theory]
    [InlineData("0:S", "0:R", "active=1 succeeded=1")]
    [InlineData("0:S", "0:F", "active=1 succeeded=1")]
    [InlineData("0:F", "0:S", "active=1 failed=1")]
    [InlineData("0:F", "0:P", "active=1 failed=1")]
    [InlineData("0:F", "0:F", "active=1 failed=1")]
    public void The_first_end_that_is_told_stands(string first, string then, string status)
    {
        new JobBench(Job(2, 2), batch: 1).At(0).Sees(first).Sees(then).At(1).Shows(status);
        new JobBench(Job(2, 2)).At(0).Sees(first).Sees(then).At(1).Shows(status);
    }

    [Fact]
    public void An_end_told_again_before_it_is_counted_is_counted_once() => new JobBench(Job(3, 1), batch: 1)
        .At(0).Sees("0:F 0:F").Sees("0:F").At(1).Shows("failed=1");

    [Fact]
    public void Who_still_has_a_counted_pod_is_told_to_let_it_go() => new JobBench(Job(2, 2))
        .At(0).Sees("0:F").Does("release 0").Sees("0:F").Does("release 0");

    [Fact]
    public void Who_has_a_pod_nobody_asked_for_is_told_to_stop_it() => new JobBench(Job(2, 2))
        .At(0).Sees("77:R").Does("stop 77, release 77").Shows("active=2")
        .Sees("77:F").Does("release 77").Shows("active=2");

    [Fact]
    public void A_pod_deleted_by_somebody_else_is_seen_as_such() => new JobBench(ReplaceFailed)
        .At(0).Sees("0:R 1:R").Sees("0:Rx").Shows("active=1 terminating=1").DoesNothing();

    [Fact]
    public void A_vanished_pod_failed_by_disruption() => new JobBench(Job(2, 2).FailsBy(PodFailureAction.Ignore.OnDisruption()))
        .At(0).Happens(JobEvent.PodVanished(0)).Shows("active=1").Does("release 0").WakesAt(10);

    [Fact]
    public void A_vanished_pod_that_had_ended_keeps_its_end() => new JobBench(Job(1, 1), batch: 1)
        .At(0).Sees("0:S").Happens(JobEvent.PodVanished(0)).At(1).Shows("succeeded=1 SuccessCriteriaMet+Complete:CompletionsReached");

    [Fact]
    public void Asking_for_the_end_of_a_pod_twice_hands_on_both_and_counts_one() => new JobBench(Job(1, 1))
        .At(0).Sees("0:R")
        .Happens(JobEvent.PodDeletionRequested(0, null)).Does("stop 0, release 0")
        .Happens(JobEvent.PodDeletionRequested(0, TimeSpan.Zero)).Does("stop 0").Shows("terminating=1 failed=1");

    [Fact]
    public void The_grace_period_is_handed_on()
    {
        JobBench job = new JobBench(Job(1, 1)).At(0).Happens(JobEvent.PodDeletionRequested(0, TimeSpan.FromSeconds(7)));
        Assert.Equal(TimeSpan.FromSeconds(7), job.Commands[0].GracePeriod);
    }

    [Fact]
    public void A_refused_pod_never_was_and_others_wait_longer_and_longer() => new JobBench(Job(1, 1))
        .At(0).Does("start 0").Happens(JobEvent.PodStartRejected(0, "no")).Shows("").DoesNothing().WakesAt(1)
        .At(1).Does("start 1").Happens(JobEvent.PodStartRejected(1, "no")).WakesAt(3)
        .At(3).Does("start 2").Sees("2:R").Shows("active=1")
        .Happens(JobEvent.PodVanished(2)).At(13).Does("start 3").Happens(JobEvent.PodStartRejected(3, "no")).WakesAt(14);

    [Fact]
    public void Pods_refused_together_are_one_refusal()
    {
        JobBench job = new JobBench(Job(3, 3)).At(0).Happens(JobEvent.PodStartRejected(0, "no"), JobEvent.PodStartRejected(1, null), JobEvent.PodStartRejected(2, null));
        job.Shows("").WakesAt(1);
        Assert.Equal(["no", null, null], job.Notices.Where(notice => notice.Kind == JobNoticeKind.StartRejected).Select(notice => notice.Message));
        Assert.All(job.Notices.Where(notice => notice.Kind == JobNoticeKind.StartRejected), notice => Assert.Equal((1L, States.Second(1)), (notice.Count, notice.Next!.Value)));
    }

    [Fact]
    public void A_pod_refused_after_it_was_let_go_is_forgotten() => new JobBench(Job(1, 1))
        .At(0).Suspends().Shows("terminating=1 Suspended").Happens(JobEvent.PodStartRejected(0, "no")).Shows("Suspended");

    [Fact]
    public void Refusing_a_pod_nobody_knows_says_nothing() => new JobBench(Job(1, 1))
        .At(0).Happens(JobEvent.PodStartRejected(7, "no")).Shows("active=1").WakesAt(null);

    // Its end was asked for before its start was refused.
    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public void A_refused_pod_does_not_fail_even_if_its_end_was_asked_for(int? limitPerIndex)
    {
        JobBench job = new JobBench(Indexed(1, 1) with { BackoffLimitPerIndex = limitPerIndex }, batch: 1).At(0)
            .Happens(JobEvent.PodDeletionRequested(0, null))
            .Happens(JobEvent.PodStartRejected(0, "no")).Restarts();
        job.Shows("").At(1).Shows("active=1").Does("start 1");
    }

    [Fact]
    public void A_refused_pod_that_waited_for_its_replacement_is_forgotten() => new JobBench(Indexed(1, 1) with { BackoffLimitPerIndex = 3 })
        .At(0).Happens(JobEvent.PodDeletionRequested(0, null)).Shows("terminating=1")
        .Happens(JobEvent.PodStartRejected(0, "no")).Restarts().Shows("").At(1).Shows("active=1").Does("start 1");

    [Fact]
    public void The_replacement_of_a_pod_can_be_refused_and_asked_for_again() => new JobBench(Indexed(1, 1) with { BackoffLimitPerIndex = 3 })
        .At(0).Sees("0:F").At(10).Does("start 1").Happens(JobEvent.PodStartRejected(1, "no")).Shows("").At(11).Does("start 2").Shows("active=1")
        .Sees("2:R").Shows("active=1 failed=1").Does("release 0");

    [Fact]
    public void After_a_restart_unstarted_pods_are_asked_for_again_and_lost_ones_failed() => new JobBench(Job(5, 3))
        .At(0).Sees("0:R 1:R").Restarts(known: 1)
        .Shows("active=2 failed=1").Does("start 2, release 0");

    [Fact]
    public void After_a_restart_an_end_that_was_told_stands() => new JobBench(Job(5, 2), batch: 1)
        .At(0).Sees("0:S 1:R").Restarts(known: 1).Shows("active=2 succeeded=1");

    [Fact]
    public void After_a_restart_pods_that_were_to_stop_are_told_again() => new JobBench(Job(5, 2))
        .At(0).Sees("0:R 1:R").Suspends().Does("stop 0, release 0, stop 1, release 1")
        .Restarts(0, 1).Does("stop 0, release 0, stop 1, release 1").Shows("terminating=2 Suspended");

    [Fact]
    public void After_a_restart_a_pod_that_is_still_to_count_is_told_to_stop_only() => new JobBench(ReplaceFailed)
        .At(0).Sees("0:R 1:R").Happens(JobEvent.PodDeletionRequested(0, null)).Restarts(0, 1).Does("stop 0").Shows("active=1 terminating=1");

    [Fact]
    public void After_a_restart_a_finished_Job_that_was_to_go_goes() => new JobBench(Job(1, 1) with { TtlSecondsAfterFinished = 0 })
        .At(0).Sees("0:S").At(0).Does("remove").Restarts().Does("remove");

    [Fact]
    public void A_pod_that_was_to_stop_before_it_started_and_never_did_is_gone() => new JobBench(Job(2, 2))
        .At(0).Suspends().Restarts().Shows("Suspended");

    [Fact]
    public void Replacing_only_ended_pods_from_now_on_or_no_longer()
    {
        JobBench job = new JobBench(ReplaceFailed).At(0).Sees("0:R 1:R").Happens(JobEvent.PodDeletionRequested(0, null)).Shows("active=1 terminating=1");
        job.Changes(spec => spec with { PodReplacementPolicy = PodReplacementPolicy.TerminatingOrFailed }).Shows("active=1 terminating=1 failed=1")
            .At(10).Shows("active=2 terminating=1 failed=1");
        job.Changes(spec => spec with { PodReplacementPolicy = PodReplacementPolicy.Failed })
            .Happens(JobEvent.PodDeletionRequested(1, null)).Shows("active=1 terminating=2 failed=1").At(60).DoesNothing();
    }

    [Fact]
    public void An_index_is_free_once_stopping_pods_no_longer_hold_theirs() => new JobBench(Indexed(2, 2) with { PodReplacementPolicy = PodReplacementPolicy.Failed })
        .At(0).Sees("0:R 1:R").Happens(JobEvent.PodDeletionRequested(0, null)).At(20).DoesNothing()
        .Changes(spec => spec with { PodReplacementPolicy = PodReplacementPolicy.TerminatingOrFailed }).StartsIndexes("0").Shows("active=2 terminating=1 failed=1");

    [Fact]
    public void Shrinking_forgets_failed_indexes_too() => new JobBench(Indexed(3, 3) with { BackoffLimitPerIndex = 0 })
        .At(0).Sees("0:R 1:R 2:F").Shows("active=2 failed=1 failedIndexes=2")
        .Changes(spec => spec with { Completions = 2, Parallelism = 2 }).Shows("active=2 failed=1");

    [Fact]
    public void Shrinking_a_finished_Job_forgets_nothing() => new JobBench(Indexed(3, 3) with { BackoffLimitPerIndex = 0 })
        .At(0).Sees("0:S 1:F 2:F").Shows("succeeded=1 failed=2 completed=0 failedIndexes=1,2 FailureTarget+Failed:FailedIndexes")
        .Changes(spec => spec with { Completions = 0, Parallelism = 0 }).Shows("succeeded=1 failed=2 completed=0 failedIndexes=1,2 FailureTarget+Failed:FailedIndexes");

    [Fact]
    public void The_failure_of_an_index_that_is_dropped_with_it_delays_no_other() => new JobBench(Indexed(3, 3), batch: 1)
        .At(0).Sees("0:R 1:R 2:F").Changes(spec => spec with { Completions = 2, Parallelism = 2 }).Shows("active=2")
        .Changes(spec => spec with { Completions = 3, Parallelism = 3 }).StartsIndexes("2");

    [Theory]
    [InlineData(null, "failed=1")]
    [InlineData(0, "failed=1 failedIndexes=0")]
    public void A_stopping_pod_that_is_not_counted_yet_waits_for_its_end_if_only_ended_pods_are_replaced_now(int? perIndex, string end) =>
        new JobBench(Indexed(1, 1) with { BackoffLimit = 0, BackoffLimitPerIndex = perIndex }, batch: 1)
            .At(0).Sees("0:R").Happens(JobEvent.PodDeletionRequested(0, null))
            .Changes(spec => spec with { PodReplacementPolicy = PodReplacementPolicy.Failed }).Shows("terminating=1").At(60).Shows("terminating=1")
            .Sees("0:F").At(62).Shows($"{end} FailureTarget+Failed:BackoffLimitExceeded");

    [Fact]
    public void Asking_for_the_end_of_a_pod_nobody_knows_is_handed_on() => new JobBench(Job(1, 1))
        .At(0).Happens(JobEvent.PodDeletionRequested(7, null)).Does("stop 7").Shows("active=1");

    [Fact]
    public void The_first_wish_to_delete_stands()
    {
        JobBench job = new JobBench(Job(1, 1)).At(0).Sees("0:R").Happens(JobEvent.DeletionRequested(DeletionMode.Foreground), JobEvent.DeletionRequested(DeletionMode.Orphan));
        Assert.Equal(new DeletionMark(DeletionMode.Foreground, States.Second(0)), job.State.Deletion);
    }

    [Fact]
    public void An_event_of_no_kind_is_a_mistake() => Assert.Throws<ArgumentOutOfRangeException>(() => new JobBench(Job(1, 1)).At(0).Happens(UnknownEvent()));

    private static JobEvent UnknownEvent() => (JobEvent)typeof(JobEvent)
        .GetConstructor(BindingFlags.NonPublic | BindingFlags.Instance, [typeof(JobEventKind)])!.Invoke([(JobEventKind)99]);
}
