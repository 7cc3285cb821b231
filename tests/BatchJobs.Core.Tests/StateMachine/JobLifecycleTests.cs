using BatchJobs.Core.Tests.Harness;
using BatchJobs.Events;
using BatchJobs.Specs;
using BatchJobs.State;
using BatchJobs.StateMachine;
using static BatchJobs.Core.Tests.Harness.Specs;
using static BatchJobs.Core.Tests.Harness.States;

namespace BatchJobs.Core.Tests.StateMachine;

public class JobLifecycleTests
{
    private static readonly JobEvent Foreground = JobEvent.DeletionRequested(DeletionMode.Foreground);

    [Fact]
    public void Goes_from_phase_to_phase()
    {
        var job = new JobBench(Job(2, 2) with { BackoffLimit = 0, Suspend = true });
        Assert.Equal(JobPhase.Suspended, job.At(0).State.Phase);
        Assert.Equal(JobPhase.Running, job.Resumes().State.Phase);
        Assert.Equal(JobPhase.Failing, job.Sees("0:F 1:R").State.Phase);
        Assert.Equal(JobPhase.Failed, job.Sees("1:F").State.Phase);
    }

    [Fact]
    public void Goes_from_phase_to_phase_in_success()
    {
        JobBench job = new JobBench(Indexed(2, 2).SucceedsBy(new SuccessPolicyRule { SucceededIndexes = "0" })).At(0);
        Assert.Equal(JobPhase.Running, job.State.Phase);
        Assert.Equal(JobPhase.Succeeding, job.Sees("0:S 1:R").State.Phase);
        Assert.Equal(JobPhase.Complete, job.Sees("1:F").State.Phase);
    }

    [Fact]
    public void Completes_once_the_last_stopping_pod_has_gone() => new JobBench(Job(1, 2) with { Completions = 2 })
        .At(0).Sees("0:R 1:R").Happens(JobEvent.PodDeletionRequested(0, null)).Shows("active=1 terminating=1 failed=1")
        .At(10).Sees("1:S 2:S").Shows("terminating=1 succeeded=2 failed=1 SuccessCriteriaMet:CompletionsReached")
        .At(20).Sees("0:F").Shows("succeeded=2 failed=1 SuccessCriteriaMet+Complete:CompletionsReached");

    [Fact]
    public void A_finished_Job_stays_as_it_is()
    {
        JobBench job = new JobBench(Job(1, 1)).At(0).Sees("0:S");
        const string Done = "succeeded=1 SuccessCriteriaMet+Complete:CompletionsReached";
        job.Shows(Done).Suspends().Shows(Done).Resumes().Shows(Done).Changes(spec => spec with { ActiveDeadlineSeconds = 0, BackoffLimit = 0 }).Shows(Done)
            .Sees("0:F").Shows(Done).Happens(JobEvent.PodVanished(0), JobEvent.EngineStopping()).Shows(Done).At(1000).Shows(Done).DoesNothing();
    }

    [Fact]
    public void The_first_verdict_stands_with_its_time()
    {
        JobBench job = new JobBench(Job(3, 3).FailsBy(PodFailureAction.FailJob.OnExitCode(42)) with { BackoffLimit = 0 })
            .At(0).At(5).Sees("0:F42 1:F").Shows("terminating=1 failed=3 FailureTarget:PodFailurePolicy")
            .At(9).Sees("2:F").Shows("failed=3 FailureTarget+Failed:PodFailurePolicy");
        Assert.Equal((Second(5), Second(9)), (job.State.Verdict!.DecidedAt, job.State.FinishedAt!.Value));
    }

    [Fact]
    public void The_first_pod_that_meets_a_FailJob_rule_is_told_of()
    {
        JobBench job = new JobBench(Job(3, 3).FailsBy(PodFailureAction.FailJob.OnExitCode(42, 43))).At(0).Sees("1:F43 0:F42 2:R");
        string name = PodNaming.Name("test", job.State.Uid, PodRecord.NoIndex, 0);
        job.Says($"Container main for pod default/{name} failed with exit code 42 matching FailJob rule at index 0");
    }

    [Fact]
    public void Verdict_and_end_are_told()
    {
        JobBench job = new JobBench(Job(1, 1)).At(0).Sees("0:S");
        Assert.Equal(
            [(JobNoticeKind.PodStarted, "executor"), (JobNoticeKind.PodSucceeded, "completions"), (JobNoticeKind.VerdictReached, "CompletionsReached"), (JobNoticeKind.Finished, "CompletionsReached")],
            job.Notices.Select(notice => (notice.Kind, notice.Rule)));
        Assert.All(job.Notices.Skip(2), notice => Assert.Equal((job.State.Verdict, "Reached expected number of succeeded pods"), (notice.Verdict, notice.Message)));
    }

    [Fact]
    public void Pods_stopped_by_the_verdict_are_told_with_its_reason()
    {
        JobBench job = new JobBench(Job(3, 3) with { BackoffLimit = 0 }).At(0).Sees("0:R 1:R 2:F");
        Assert.Equal([("BackoffLimitExceeded", 0L), ("BackoffLimitExceeded", 1L)], job.Notices.Where(notice => notice.Kind == JobNoticeKind.StopPod).Select(notice => (notice.Rule, notice.Ordinal!.Value)));
    }

    [Fact]
    public void Only_more_successes_than_needed_are_too_many() =>
        Assert.DoesNotContain(new JobBench(Job(1, 1)).At(0).Sees("0:S").Notices, notice => notice.Kind == JobNoticeKind.TooManySucceeded);

    [Fact]
    public void A_failure_policy_streak_ends_with_the_Job() =>
        Assert.Equal(FailureStreak.None, new JobBench(Job(1, 1) with { BackoffLimit = 0 }).At(0).Sees("0:F").State.Streak);

    [Fact]
    public void Suspended_and_resumed_are_told_once()
    {
        JobBench job = new JobBench(Job(1, 1)).At(0).At(5).Suspends();
        Assert.Single(job.Notices, notice => notice is { Kind: JobNoticeKind.Suspended, Rule: "suspend" });
        Assert.DoesNotContain(job.Changes(spec => spec with { BackoffLimit = 3 }).Notices, notice => notice.Kind == JobNoticeKind.Suspended);
        Assert.Equal(new SuspensionMark(true, Second(5)), job.State.Suspension);
        Assert.Single(job.At(9).Resumes().Notices, notice => notice is { Kind: JobNoticeKind.Resumed, Rule: "suspend" });
        Assert.DoesNotContain(job.Changes(spec => spec with { BackoffLimit = 4 }).Notices, notice => notice.Kind == JobNoticeKind.Resumed);
        Assert.Equal(new SuspensionMark(false, Second(9)), job.State.Suspension);
        Assert.Equal(Second(9), job.State.StartTime);
    }

    [Fact]
    public void A_resumed_Job_starts_pods_only_after_its_backoff() => new JobBench(Job(2, 1))
        .At(0).Sees("0:F").At(2).Suspends().At(4).Resumes().Shows("failed=1 Resumed").WakesAt(10).At(10).Shows("active=1 failed=1 Resumed");

    // The API server asks for a start time; on a cluster such a Job could never end.
    [Fact]
    public void A_Job_that_fails_while_suspended_started_when_it_ended()
    {
        JobBench job = new JobBench(Job(1, 1) with { BackoffLimit = 0, PodReplacementPolicy = PodReplacementPolicy.Failed })
            .At(0).Sees("0:R").Happens(JobEvent.PodDeletionRequested(0, null)).Suspends().Shows("terminating=1 Suspended")
            .At(5).Sees("0:F").Shows("failed=1 Suspended FailureTarget+Failed:BackoffLimitExceeded");
        Assert.Equal(Second(5), job.Status.StartTime);
    }

    // Deletion.
    [Fact]
    public void Deleted_in_the_foreground_it_goes_after_its_pods() => new JobBench(Job(2, 2))
        .At(0).Sees("0:R 1:R").Happens(Foreground).Shows("terminating=2").Does("stop 0, release 0, stop 1, release 1")
        .Sees("0:F").DoesNothing().Sees("1:S").Does("remove").WakesAt(null);

    [Fact]
    public void A_deleted_Job_counts_no_pod_that_is_still_being_stopped() => new JobBench(Job(2, 2) with { PodReplacementPolicy = PodReplacementPolicy.Failed })
        .At(0).Sees("0:R 1:R").Happens(JobEvent.PodDeletionRequested(0, null))
        .Happens(Foreground).Shows("terminating=2").Does("stop 1, release 1, release 0");

    [Theory]
    [InlineData("Background", "remove")]
    [InlineData("Orphan", "release 0, remove, orphan pods")]
    public void Deleted_otherwise_it_goes_at_once_and_leaves_its_pods_to_the_executor(string mode, string does) => new JobBench(Job(1, 1))
        .At(0).Sees("0:R").Happens(JobEvent.DeletionRequested(Enum.Parse<DeletionMode>(mode))).Does(does).WakesAt(null);

    [Fact]
    public void A_deleted_Job_can_still_fail_by_its_deadline() => new JobBench(Job(1, 1) with { ActiveDeadlineSeconds = 10 })
        .At(0).Sees("0:R").At(5).Happens(Foreground).WakesAt(10).At(10).Shows("terminating=1 FailureTarget:DeadlineExceeded");

    [Fact]
    public void A_deleted_Job_is_neither_suspended_nor_resumed() => new JobBench(Job(1, 1))
        .At(0).Sees("0:R").Happens(Foreground).Suspends().Shows("terminating=1").Resumes().Shows("terminating=1");

    [Fact]
    public void A_finished_Job_that_is_deleted_goes_at_once() => new JobBench(Job(1, 1)).At(0).Sees("0:S").Happens(Foreground).Does("remove");

    // Time to live.
    [Fact]
    public void A_finished_Job_goes_when_its_time_is_over() => new JobBench(Job(1, 1) with { TtlSecondsAfterFinished = 100 })
        .At(0).At(7).Sees("0:S").WakesAt(107).At(106).DoesNothing().At(107).Does("remove").WakesAt(null);

    [Fact]
    public void Without_any_time_to_live_its_end_can_still_be_seen() => new JobBench(Job(1, 1) with { TtlSecondsAfterFinished = 0 })
        .At(0).At(7).Sees("0:S").Shows("succeeded=1 SuccessCriteriaMet+Complete:CompletionsReached").Does("release 0").WakesAt(7)
        .At(7).Does("remove").WakesAt(null);

    [Fact]
    public void A_deleted_Job_does_not_gather_reports_after_its_last_pod() => new JobBench(Job(2, 2), batch: 1)
        .At(0).Sees("0:R 1:R").At(5).Happens(Foreground)
        .At(7).Sees("0:F").WakesAt(8).At(7.5).Sees("1:F").Does("remove").WakesAt(null);

    [Fact]
    public void Its_time_can_be_changed_after_its_end() => new JobBench(Job(1, 1))
        .At(0).Sees("0:S").WakesAt(null)
        .Changes(spec => spec with { TtlSecondsAfterFinished = 100 }).WakesAt(100)
        .Changes(spec => spec with { TtlSecondsAfterFinished = null }).WakesAt(null)
        .At(50).Changes(spec => spec with { TtlSecondsAfterFinished = 40 }).Does("remove");

    // Somebody else's Job.
    [Fact]
    public void A_Job_managed_elsewhere_is_left_alone() => new JobBench(Job(1, 1) with { ManagedBy = "example.com/other" })
        .At(0).Shows("").DoesNothing().WakesAt(null).Suspends().Shows("").Happens(Foreground).Does("remove");
}
