using BatchJobs.Testing;
using BatchJobs.Watching;

namespace BatchJobs.Tests;

/// <summary>Few watchers hear of each change at once; many of a stream of changes a little later, and of the last in any case.</summary>
public class PacedNewsTests
{
    private readonly VirtualTimeProvider time = new();
    private readonly List<int> told = [];

    [Fact]
    public void Few_watchers_are_told_of_every_change_at_once()
    {
        using var news = new PacedNews<int>(Tell(watchers: 16), time);
        Change(news, 10_000);

        Assert.Equal(Enumerable.Range(0, 10_000), told);
        Assert.Equal(0, time.TimerCount);
    }

    [Fact]
    public void Many_watchers_are_told_of_some_changes_at_once_and_of_the_rest_together()
    {
        using var news = new PacedNews<int>(Tell(watchers: 116), time);
        Change(news, 1_000);

        // Each change costs 2 ms, and 20 are saved; the one that begins in debt waits.
        Assert.Equal(Enumerable.Range(0, 11), told);
        time.Advance(TimeSpan.FromMilliseconds(2));
        Assert.Equal(Enumerable.Range(0, 1_000), told);
        Assert.Equal(0, time.TimerCount);
    }

    [Fact]
    public void What_changes_again_while_it_is_held_is_told_once()
    {
        using var news = new PacedNews<int>(Tell(watchers: 1_016), time);
        Change(news, 2);
        told.Clear();
        news.Changed(7);
        news.Changed(8);
        news.Changed(7);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([7, 8], told);
    }

    [Fact]
    public void Many_watchers_of_a_quiet_job_are_told_at_once()
    {
        using var news = new PacedNews<int>(Tell(watchers: 116), time);
        for (int change = 0; change < 100; change++)
        {
            time.Advance(TimeSpan.FromMilliseconds(2));
            news.Changed(change);
            Assert.Equal(change, told[^1]);
        }
    }

    [Fact]
    public void What_is_held_can_be_told_early()
    {
        using var news = new PacedNews<int>(Tell(watchers: 116), time);
        Change(news, 20);
        news.Flush();

        Assert.Equal(Enumerable.Range(0, 20), told);
    }

    private static void Change(PacedNews<int> news, int changes)
    {
        for (int change = 0; change < changes; change++)
        {
            news.Changed(change);
        }
    }

    private Func<int, int> Tell(int watchers) => change =>
    {
        told.Add(change);
        return watchers;
    };
}
