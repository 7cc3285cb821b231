using BatchJobs.Core.Tests.Harness;
using BatchJobs.Events;
using BatchJobs.State;
using static BatchJobs.Core.Tests.Harness.Specs;

namespace BatchJobs.Core.Tests.State;

public class JobStateTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_copy_is_equal_in_all_but_what_dies_with_the_engine(bool saved)
    {
        // Every property is set to something else than in a new state.
        JobBench job = new JobBench(Indexed(5, 4) with { BackoffLimitPerIndex = 1, Suspend = true, ActiveDeadlineSeconds = 99 }, batch: 1)
            .At(0).Resumes().Sees("0:S 1:F 2:R 3:F[1]").At(2).Happens(JobEvent.PodStartRejected(4, "no")).Sees("2:F");
        job.State.Verdict = new Verdict(false, "r", "m", job.Now);
        job.State.FinishedAt = job.Now;
        job.State.Deletion = new DeletionMark(DeletionMode.Orphan, job.Now);
        job.State.SucceededPods = 3;
        job.State.FailedPods = 4;
        job.State.FailedIndexes.Add(3);
        job.State.Streak = new FailureStreak(2, job.Now);
        JobState copy = saved ? Saved.Reload(job.State) : job.State.Clone();

        foreach (var property in typeof(JobState).GetProperties())
        {
            object? value = property.GetValue(job.State);
            Assert.True(property.Name is nameof(JobState.Draining) || value is not (null or 0 or 0L), $"{property.Name} says nothing here");
            Assert.Equal(Text(value), Text(property.GetValue(copy)));
        }

        Assert.All(copy.Ended.Concat(copy.AwaitingReplacement.Values), pod => Assert.Contains(pod, copy.Pods.All));
        Assert.DoesNotContain(copy.Pods.All, pod => job.State.Pods.All.Contains(pod));
    }

    [Fact]
    public void A_copy_lives_on_its_own()
    {
        JobBench job = new JobBench(Indexed(3, 3)).At(0);
        JobState copy = job.State.Clone();
        job.Sees("0:S 1:F");
        Assert.Equal((0, 0, 3), (copy.Succeeded, copy.FailedPods, copy.Pods.Active));
        Assert.All(copy.Pods.All, pod => Assert.Null(pod.Status));
    }

    [Fact]
    public void A_closing_engine_is_not_remembered()
    {
        JobBench job = new JobBench(Job(1, 1)).At(0).Happens(JobEvent.EngineStopping());
        Assert.True(job.State.Draining);
        Assert.False(job.State.Clone().Draining);
    }

    private static string? Text(object? value) => value switch
    {
        PodTable table => $"{table.Active} {table.Ready} {table.Terminating} {table.HeldIndexes} {Text(table.All)}",
        Dictionary<int, PodRecord> pods => Text(pods.Values),
        IEnumerable<PodRecord> pods => string.Join(' ', pods.OrderBy(pod => pod.Ordinal)
            .Select(pod => $"{pod.Ordinal}:{pod.Index}{pod.Phase}{pod.StoppingSince}{pod.Listed}{pod.InStreak}{pod.Tracked}{pod.ReplacedBy}{pod.FailureCount}{pod.IgnoredFailureCount}{pod.CreatedAt}{pod.Restarts}")),
        _ => value?.ToString(),
    };
}
