using BatchJobs.Core.Tests.Harness;
using BatchJobs.Specs;
using static BatchJobs.Core.Tests.Harness.Specs;
using static BatchJobs.Core.Tests.Harness.States;

namespace BatchJobs.Core.Tests.Status;

public class JobStatusProjectionTests
{
    [Fact]
    public void Before_the_first_look_there_is_nothing_to_show() => Assert.Equal(new JobStatus(), new JobBench(Job(1, 1)).Status);

    [Fact]
    public void Counters_of_zero_are_left_out_but_for_ready_and_terminating()
    {
        JobStatus status = new JobBench(Job(1, 0)).At(0).Status;
        Assert.Equal((null, null, null, 0, 0), (status.Active, status.Succeeded, status.Failed, status.Ready, status.Terminating));
        Assert.Equal(new UncountedTerminatedPods(), status.UncountedTerminatedPods);
    }

    [Fact]
    public void Pods_are_counted_by_what_they_do() => new JobBench(Job(9, 5))
        .At(0).Sees("0:Y 1:R 2:S 3:F").Sees("4:Yx").Shows("active=4 ready=1 terminating=1 succeeded=1 failed=2");

    [Theory]

    // Empty but there, exactly with backoffLimitPerIndex.
    [InlineData(1, "")]
    [InlineData(null, null)]
    public void Failed_indexes_are_shown_with_backoffLimitPerIndex_only(int? limit, string? expected) =>
        Assert.Equal(expected, new JobBench(Indexed(2, 2) with { BackoffLimitPerIndex = limit }).At(0).Status.FailedIndexes);

    [Fact]
    public void Completed_indexes_are_shown_in_Indexed_Jobs_only()
    {
        Assert.Null(new JobBench(Job(3, 3)).At(0).Sees("0:S").Status.CompletedIndexes);
        Assert.Null(new JobBench(Indexed(3, 3)).At(0).Status.CompletedIndexes);
        Assert.Equal("0", new JobBench(Indexed(3, 3)).At(0).Sees("0:S").Status.CompletedIndexes);
    }

    [Fact]
    public void A_Job_that_failed_shows_two_conditions_of_one_reason()
    {
        JobStatus status = new JobBench(Job(2, 2) with { BackoffLimit = 0 }).At(0).At(5).Sees("0:F 1:R").At(9).Sees("1:F").Status;
        Assert.Equal(
            [Condition("FailureTarget", "True", 5, "BackoffLimitExceeded", "Job has reached the specified backoff limit"),
             Condition("Failed", "True", 9, "BackoffLimitExceeded", "Job has reached the specified backoff limit")],
            status.Conditions!);
        Assert.Null(status.CompletionTime);
    }

    [Fact]
    public void A_Job_that_completed_shows_two_conditions_and_its_completion_time()
    {
        JobStatus status = new JobBench(Job(1, 1)).At(0).At(5).Sees("0:S").Status;
        Assert.Equal(
            [Condition("SuccessCriteriaMet", "True", 5, "CompletionsReached", "Reached expected number of succeeded pods"),
             Condition("Complete", "True", 5, "CompletionsReached", "Reached expected number of succeeded pods")],
            status.Conditions!);
        Assert.Equal((Second(0), Second(5)), (status.StartTime!.Value, status.CompletionTime!.Value));
    }

    [Fact]
    public void A_verdict_is_no_completion() =>
        Assert.Null(new JobBench(Indexed(2, 2).SucceedsBy(new SuccessPolicyRule { SucceededCount = 1 })).At(0).Sees("0:S 1:R").Status.CompletionTime);

    [Fact]
    public void A_suspended_Job_shows_it_and_so_does_a_resumed_one()
    {
        JobBench job = new JobBench(Job(1, 1) with { Suspend = true }).At(0);
        Assert.Equal([Condition("Suspended", "True", 0, "JobSuspended", "Job suspended")], job.Status.Conditions!);
        Assert.Equal([Condition("Suspended", "False", 7, "JobResumed", "Job resumed")], job.At(7).Resumes().Status.Conditions!);
    }

    private static JobCondition Condition(string type, string status, int since, string reason, string message) => new()
    {
        Type = type,
        Status = new ConditionStatus(status),
        LastProbeTime = Second(since),
        LastTransitionTime = Second(since),
        Reason = reason,
        Message = message,
    };
}
