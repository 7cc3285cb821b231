using BatchJobs.Execution;
using BatchJobs.Execution.Kubelet;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Tests.Kubelet;

public class RestartBackoffTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_waits_after_quick_ends_double_from_10_s_to_5_min()
    {
        var backoff = new RestartBackoff();
        var now = Start;
        var waits = new List<double>();
        for (var i = 0; i < 9; i++)
        {
            var finished = now;
            while (backoff.TryStart(now, finished) is var left && left > TimeSpan.Zero) now += left;
            waits.Add((now - finished).TotalSeconds);
        }

        Assert.Equal([0, 10, 20, 40, 80, 160, 300, 300, 300], waits);
    }

    [Theory]
    [InlineData(600, 10)] // ten minutes after the last start still counts as quick
    [InlineData(601, 0)]
    public void An_end_long_after_the_last_start_begins_anew(int seconds, int wait)
    {
        var backoff = new RestartBackoff();
        Assert.Equal(TimeSpan.Zero, backoff.TryStart(Start, Start));

        var finished = Start.AddSeconds(seconds);

        Assert.Equal(TimeSpan.FromSeconds(wait), backoff.TryStart(finished, finished));
    }

    [Fact]
    public void The_time_that_has_passed_since_the_end_counts()
    {
        var backoff = new RestartBackoff();
        backoff.TryStart(Start, Start);

        Assert.Equal(TimeSpan.FromSeconds(7), backoff.TryStart(Start.AddSeconds(4), Start.AddSeconds(1)));
        Assert.Equal(TimeSpan.Zero, backoff.TryStart(Start.AddSeconds(11), Start.AddSeconds(1)));
    }

    [Theory]
    [InlineData(10, "10s")]
    [InlineData(40, "40s")]
    [InlineData(80, "1m20s")]
    [InlineData(160, "2m40s")]
    [InlineData(300, "5m0s")]
    public void Who_waits_says_so_in_the_words_of_a_kubelet(int seconds, string text)
    {
        var pod = new PodStartRequest
        {
            Id = new PodId(Guid.Empty, 1),
            Name = "job-1",
            Uid = Guid.Empty,
            Job = new JobKey("space", "job"),
            CreationTimestamp = Start,
            Labels = new Dictionary<string, string>(StringComparer.Ordinal),
            Annotations = new Dictionary<string, string>(StringComparer.Ordinal),
            Spec = new PodSpec(),
        };

        ContainerWaiting waiting = CrashLoop.Waiting(pod, new Container { Name = "main" }, TimeSpan.FromSeconds(seconds));

        Assert.Equal(
            new ContainerWaiting("CrashLoopBackOff", $"back-off {text} restarting failed container=main pod=job-1_space({Guid.Empty})"),
            waiting);
    }
}
