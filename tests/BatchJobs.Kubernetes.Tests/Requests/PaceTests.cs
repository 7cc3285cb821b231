using BatchJobs.Kubernetes.Requests;
using Microsoft.Extensions.Time.Testing;

namespace BatchJobs.Kubernetes.Tests.Requests;

/// <summary>How often the server is asked.</summary>
public class PaceTests
{
    [Fact]
    public void A_burst_passes_and_the_rest_comes_one_after_another()
    {
        FakeTimeProvider time = new();
        RequestPace pace = new(perSecond: 10, burst: 3, time);
        List<Task> waits = [.. Enumerable.Range(0, 5).Select(_ => pace.WaitAsync(CancellationToken.None))];
        Assert.Equal(3, waits.Count(wait => wait.IsCompleted));

        time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.True(waits[3].IsCompleted);
        Assert.False(waits[4].IsCompleted);

        time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.True(waits[4].IsCompleted);
    }

    [Fact]
    public void Failures_double_the_wait_up_to_a_limit_and_spread_it()
    {
        Backoff backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        (int Failures, int Longest)[] rows = [(1, 1), (2, 2), (5, 16), (6, 30), (1000, 30)];

        Assert.All(rows, row => Assert.InRange(backoff.After(row.Failures), TimeSpan.FromSeconds(row.Longest / 2.0), TimeSpan.FromSeconds(row.Longest)));
        Assert.True(backoff.After(1, atLeast: TimeSpan.FromMinutes(2)) >= TimeSpan.FromMinutes(2), "What the server asks for is respected.");
    }

    [Fact]
    public void A_server_that_asks_for_an_eternity_is_asked_again_after_an_hour()
    {
        TimeSpan[] eternities = [TimeSpan.FromDays(50), TimeSpan.FromSeconds(int.MaxValue), TimeSpan.MaxValue];

        Assert.All(eternities, asked => Assert.InRange(Backoff.Standard.After(1, asked), TimeSpan.FromHours(1), TimeSpan.FromHours(1.1)));
    }
}
