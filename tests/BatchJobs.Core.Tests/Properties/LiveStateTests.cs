using BatchJobs.Core.Tests.Harness;
using BatchJobs.Events;
using BatchJobs.State;
using static BatchJobs.Core.Tests.Harness.Specs;

namespace BatchJobs.Core.Tests.Properties;

/// <summary>What a Job keeps in mind follows its parallelism, never its completions.</summary>
public class LiveStateTests
{
    private const int Parallelism = 4;

    [Theory]
    [InlineData(10)]
    [InlineData(1_000)]
    [InlineData(20_000)]
    public void Pods_and_intervals_follow_parallelism(int completions)
    {
        var job = new JobBench(Indexed(completions, Parallelism) with { BackoffLimitPerIndex = 3 });
        job.At(0);
        for (int second = 1; !job.State.IsFinished; second++)
        {
            // Out of order: the newest of the pods that run ends first, but the oldest is not left behind for ever.
            PodRecord[] active = [.. job.State.Pods.All.Where(pod => pod.IsActive).OrderBy(pod => pod.Ordinal)];
            PodRecord ends = active[second % 3 == 0 ? 0 : ^1];
            job.Happens(JobEvent.PodReported(ends.Ordinal, PodText.StatusOf("S", job.Now)));

            Assert.True(job.State.Pods.Count <= Parallelism, $"{job.State.Pods.Count} pods are held");
            Assert.True(job.State.SucceededIndexes.IntervalCount <= Parallelism, $"{job.State.SucceededIndexes.IntervalCount} intervals are held");
            Assert.Empty(job.State.Ended);
            Assert.Empty(job.State.AwaitingReplacement);
            Assert.True(second <= completions);
        }

        Assert.Equal((completions, 1, 0), (job.State.Succeeded, job.State.SucceededIndexes.IntervalCount, job.State.Pods.Count));
    }

    [Fact]
    public void Failures_are_forgotten_when_they_are_counted()
    {
        var job = new JobBench(Indexed(1, 1) with { BackoffLimitPerIndex = 1000 });
        job.At(0);
        for (int failures = 1; failures <= 300; failures++)
        {
            long ordinal = job.State.NextOrdinal - 1;
            job.Sees($"{ordinal}:R").Sees($"{ordinal}:F").At(failures * 1000);
            Assert.True(job.State.Pods.Count <= 2);
            Assert.Single(job.State.AwaitingReplacement);
        }

        Assert.Equal(299, job.State.FailedPods);
    }
}
