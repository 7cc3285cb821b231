using BatchJobs.Core.Tests.Harness;
using BatchJobs.Events;
using BatchJobs.Specs;
using BatchJobs.StateMachine;
using static BatchJobs.Core.Tests.Harness.Specs;
using static BatchJobs.Core.Tests.Harness.States;

namespace BatchJobs.Core.Tests.StateMachine;

public class PodPlannerTests
{
    [Fact]
    public void One_look_starts_500_pods_at_the_most() => new JobBench(Job(1100, 1100), batch: 1)
        .At(0).Shows("active=500").WakesAt(1)
        .At(1).Shows("active=1000").WakesAt(2)
        .At(2).Shows("active=1100").WakesAt(null);

    [Fact]
    public void Exactly_500_pods_need_one_look() => new JobBench(Job(500, 500), batch: 1).At(0).Shows("active=500").WakesAt(null);

    [Fact]
    public void One_look_stops_500_surplus_pods_at_the_most() => new JobBench(Job(600, 600), batch: 1)
        .At(1).Shows("active=600").Changes(spec => spec with { Parallelism = 1 }).Shows("active=100 terminating=500").WakesAt(2)
        .At(2).Shows("active=1 terminating=599").WakesAt(3).At(3).WakesAt(null);

    [Fact]
    public void Suspending_stops_all_at_once() => new JobBench(Job(600, 600), batch: 1).At(1).Suspends().Shows("terminating=600 Suspended");

    [Theory]
    [InlineData("0:R 1:R 2:P", "stop 2, release 2, stop 1, release 1")]
    [InlineData("0:R 1:Y 2:Y", "stop 0, release 0, stop 2, release 2")]
    [InlineData("0:R*1 1:R 2:R*3", "stop 2, release 2, stop 0, release 0")]
    public void The_pods_that_got_least_far_are_stopped(string pods, string does) => new JobBench(Job(9, 3))
        .At(0).Sees(pods).Changes(spec => spec with { Parallelism = 1 }).Does(does);

    [Fact]
    public void Pods_beyond_the_completions_go_before_surplus_ones() => new JobBench(Indexed(4, 4))
        .At(0).Sees("0:R 1:P 2:P 3:Y").Changes(spec => spec with { Completions = 3, Parallelism = 3 }).Does("stop 3, release 3").Shows("active=3 terminating=1");

    [Fact]
    public void Pods_beyond_the_completions_are_part_of_the_surplus()
    {
        JobBench job = new JobBench(Indexed(4, 4)).At(0).Sees("0:R 1:R 2:R 3:P");
        job.Changes(spec => spec with { Completions = 3, Parallelism = 2 }).Does("stop 3, release 3, stop 2, release 2");
    }

    [Fact]
    public void Pods_beyond_the_completions_that_are_being_stopped_hold_nobody_up() =>
        new JobBench(Indexed(5, 5) with { PodReplacementPolicy = PodReplacementPolicy.Failed })
            .At(0).Sees("0:R 1:R 2:R 3:R 4:R").Changes(spec => spec with { Completions = 3, Parallelism = 3 }).Shows("active=3 terminating=2")
            .Sees("4:F").Sees("0:F 1:F").Shows("active=1 terminating=1 failed=2")
            .At(20).StartsIndexes("0").Shows("active=2 terminating=1 failed=2");

    [Fact]
    public void A_work_queue_that_had_a_success_is_not_scaled_down() => new JobBench(WorkQueue(4))
        .At(0).Sees("0:S 1:R 2:R 3:R").Changes(spec => spec with { Parallelism = 1 }).Shows("active=3 succeeded=1").DoesNothing();

    [Fact]
    public void Terminating_pods_take_places_if_only_ended_pods_are_replaced() => new JobBench(Job(9, 3) with { PodReplacementPolicy = PodReplacementPolicy.Failed })
        .At(0).Sees("0:R 1:R 2:R")
        .Changes(spec => spec with { Parallelism = 1 }).Shows("active=1 terminating=2")
        .Changes(spec => spec with { Parallelism = 3 }).Shows("active=1 terminating=2").DoesNothing()
        .Sees("2:F").Shows("active=2 terminating=1").Sees("1:F").Shows("active=3");

    [Fact]
    public void Terminating_pods_take_no_places_else() => new JobBench(Job(9, 3))
        .At(0).Sees("0:R 1:R 2:R")
        .Changes(spec => spec with { Parallelism = 1 }).Shows("active=1 terminating=2")
        .Changes(spec => spec with { Parallelism = 3 }).Shows("active=3 terminating=2");

    [Fact]
    public void The_end_of_a_backoff_is_waited_for_at_least_a_batch_period() => new JobBench(Job(1, 1), batch: 1)
        .At(0).Sees("0:F@0").At(9.5).Happens(JobEvent.WakeupReached()).WakesAt(10);

    [Theory]

    // 9.5 and a batch period is later than the end of the back-off.
    [InlineData(8.5, 10.5)]
    [InlineData(8, 10)]
    [InlineData(5, 10)]
    public void Kubernetes_looks_no_sooner_than_a_batch_period_later(double reported, double next) => new JobBench(Job(1, 1), batch: 1)
        .At(0).At(reported).Sees("0:F@0").At(reported + 1).WakesAt(next);

    [Fact]
    public void Waiting_is_explained()
    {
        JobBench job = new JobBench(Job(1, 1)).At(0).Sees("0:F");
        JobNotice notice = Assert.Single(job.Notices, notice => notice.Kind == JobNoticeKind.RetryLater);
        Assert.Equal(("backoff", 1, 6, Second(10)), (notice.Rule, notice.Count!.Value, notice.Budget!.Value, notice.Next!.Value));
    }

    [Fact]
    public void An_index_that_waits_is_explained()
    {
        JobBench job = new JobBench(Indexed(2, 2) with { BackoffLimitPerIndex = 3 }).At(0).Sees("0:R 1:F");
        JobNotice notice = Assert.Single(job.Notices, notice => notice.Kind == JobNoticeKind.RetryLater);
        Assert.Equal(("backoffLimitPerIndex", 1, 3, Second(10)), (notice.Rule, notice.Index, notice.Budget!.Value, notice.Next!.Value));
    }

    [Fact]
    public void Indexes_wait_each_for_itself() => new JobBench(Indexed(2, 2) with { BackoffLimitPerIndex = 3 })
        .At(0).Sees("0:F").WakesAt(10)
        .At(4).Sees("1:F").WakesAt(10)
        .At(10).StartsIndexes("0").WakesAt(14).At(14).StartsIndexes("1").WakesAt(null);

    [Fact]
    public void An_index_that_may_start_does_not_wait_for_one_that_may_not() => new JobBench(Indexed(3, 2) with { BackoffLimitPerIndex = 3 })
        .At(0).Sees("0:F 1:S").StartsIndexes("2").WakesAt(10);

    [Fact]
    public void A_replacement_knows_the_failures_before_it()
    {
        JobBench job = new JobBench(Indexed(1, 1).FailsBy(PodFailureAction.Ignore.OnExitCode(42)) with { BackoffLimitPerIndex = 9 }).At(0);
        Assert.Equal((0, 0), Failures(job));
        Assert.Equal((1, 0), Failures(job.Sees("0:F").At(100)));
        Assert.Equal((1, 1), Failures(job.Sees("1:F42").At(200)));
        Assert.Equal((2, 1), Failures(job.Sees("2:F").At(300)));
        job.Sees("3:R").Shows("active=1 failed=2");

        static (int, int) Failures(JobBench job) => job.State.Pods.All.Where(pod => pod.IsActive).Select(pod => (pod.FailureCount, pod.IgnoredFailureCount)).Single();
    }

    [Fact]
    public void Starting_is_explained()
    {
        JobBench job = new JobBench(Job(9, 2)).At(0);
        Assert.Equal([(0L, 1L, 2L), (1L, 2L, 2L)], job.Notices.Where(notice => notice.Kind == JobNoticeKind.StartPod)
            .Select(notice => (notice.Ordinal!.Value, notice.Count!.Value, notice.Budget!.Value)));
    }

    [Theory]
    [InlineData("suspend")]
    [InlineData("parallelism")]
    [InlineData("deletion")]
    [InlineData("shutdown")]
    public void Stopping_is_explained(string rule)
    {
        JobBench job = new JobBench(Job(2, 2)).At(0).Sees("0:R 1:R");
        _ = rule switch
        {
            "suspend" => job.Suspends(),
            "parallelism" => job.Changes(spec => spec with { Parallelism = 0 }),
            "deletion" => job.Happens(JobEvent.DeletionRequested(BatchJobs.State.DeletionMode.Foreground)),
            _ => job.Happens(JobEvent.EngineStopping()),
        };
        Assert.Equal([(rule, 0L), (rule, 1L)], job.Notices.Where(notice => notice.Kind == JobNoticeKind.StopPod).Select(notice => (notice.Rule, notice.Ordinal!.Value)).Order());
    }

    [Fact]
    public void A_closing_engine_stops_pods_uncounted_and_starts_none() => new JobBench(Job(5, 2))
        .At(0).Sees("0:R 1:R").Happens(JobEvent.EngineStopping()).Shows("terminating=2").Does("stop 0, release 0, stop 1, release 1")
        .Sees("0:F 1:F").Shows("").DoesNothing().WakesAt(null)
        .Restarts().Shows("active=2").Does("start 2, start 3");
}
