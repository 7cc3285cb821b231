using BatchJobs.Core.Tests.Harness;
using BatchJobs.Primitives;
using BatchJobs.Rules;
using BatchJobs.Specs;
using BatchJobs.State;
using static BatchJobs.Core.Tests.Harness.Specs;
using static BatchJobs.Core.Tests.Harness.States;

namespace BatchJobs.Core.Tests.Rules;

public class NextIndexesTests
{
    [Theory]

    // The lowest that are free.
    [InlineData(10, 3, "", "", "", "0-2")]
    [InlineData(10, 3, "0,2", "", "", "1,3,4")]
    [InlineData(10, 3, "0", "2", "1:R", "3-5")]
    [InlineData(20, 6, "2,4,5,7-9", "", "0:R 3:P", "1,6,10-13")]

    // Runs of different kinds side by side.
    [InlineData(10, 2, "0-2,6", "3,4,7", "5:R", "8,9")]

    // Never beyond the completions, and nothing when nothing is free or asked for.
    [InlineData(3, 5, "", "", "", "0-2")]
    [InlineData(3, 5, "0-2", "", "", "")]
    [InlineData(3, 1, "1", "2", "0:R", "")]
    [InlineData(3, 0, "", "", "", "")]

    // A pod that ended holds no index.
    [InlineData(2, 2, "", "", "0:F 1:R", "0")]
    public void Finds_the_lowest_free_ones(int completions, int count, string succeeded, string failed, string pods, string expected)
    {
        JobState state = StateOf(Indexed(completions, 10), pods);
        state.SucceededIndexes = Indexes(succeeded);
        state.FailedIndexes = Indexes(failed);
        Assert.Equal(expected, Collect(state, count));
    }

    [Theory]
    [InlineData(false, "0,1")]
    [InlineData(true, "1,2")]
    public void A_stopping_pod_holds_its_index_only_if_ended_pods_alone_are_replaced(bool policyFailed, string expected)
    {
        var spec = Indexed(5, 5) with { PodReplacementPolicy = policyFailed ? BatchJobs.Specs.PodReplacementPolicy.Failed : null };
        Assert.Equal(expected, Collect(StateOf(spec, "0:Rx"), 2));
    }

    [Theory]

    // 10 s doubled by every failure before, ignored ones included; from the end of the failed pod.
    [InlineData(0, 0, 15)]
    [InlineData(1, 0, 25)]
    [InlineData(1, 2, 85)]
    [InlineData(9, 9, 605)]
    public void The_backoff_of_an_index_follows_its_failures(int counted, int ignored, int end)
    {
        JobState state = StateOf(Indexed(3, 3) with { BackoffLimitPerIndex = 100 });
        var pod = new PodRecord(0, 1, Second(0)) { FailureCount = counted, IgnoredFailureCount = ignored };
        pod.SetStatus(PodText.StatusOf("F@5", Second(9)));
        state.AwaitReplacement(pod);
        Assert.Equal(Second(end), BackoffDelay.EndsAt(state, 1, PodFailureBackoff.Kubernetes));
        Assert.Null(BackoffDelay.EndsAt(state, 0, PodFailureBackoff.Kubernetes));
    }

    private static string Collect(JobState state, int count)
    {
        List<int> indexes = [];
        NextIndexes.Collect(state, count, indexes);
        Assert.Equal(indexes.Order(), indexes);
        var set = new IndexSet();
        indexes.ForEach(index => Assert.True(set.Add(index)));
        return set.ToString();
    }
}
