using BatchJobs.InProcess.Short;

namespace BatchJobs.InProcess.Tests;

/// <summary>What a crew takes for a body that lasts, and what for a thread that was interrupted.</summary>
public class PaceTests
{
    private const int Bodies = 16;
    private static readonly TimeSpan Quick = TimeSpan.FromMicroseconds(1);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(1);

    [Fact]
    public void Nobody_is_quick_before_anything_was_measured() => Assert.False(new Pace().IsQuick);

    [Fact]
    public void A_pause_now_and_then_makes_no_quick_body_slow()
    {
        var pace = new Pace();
        for (int i = 0; i < 100; i++)
        {
            Measure(pace, Quick, (int)(Slow / Quick));
            pace.Measure(Slow, Bodies);

            Assert.True(pace.IsQuick);
        }
    }

    [Fact]
    public void Two_slow_measures_in_a_row_do()
    {
        var pace = new Pace();
        Measure(pace, Quick, (int)(10 * Slow / Quick));
        pace.Measure(Slow, Bodies);
        pace.Measure(Slow, Bodies);

        Assert.False(pace.IsQuick);
    }

    [Fact]
    public void So_does_one_that_takes_more_time_than_all_quick_ones()
    {
        var pace = new Pace();
        pace.Measure(Quick, Bodies);
        pace.Measure(Slow, Bodies);

        Assert.False(pace.IsQuick);
    }

    [Fact]
    public void So_does_a_body_that_somebody_noticed()
    {
        var pace = new Pace();
        pace.Measure(Quick, Bodies);
        pace.Stumble();

        Assert.False(pace.IsQuick);
    }

    [Fact]
    public void A_body_holds_still_that_is_the_same_for_two_looks_after_the_first()
    {
        var shift = new Shift(null!);
        shift.Begin(null!);

        Assert.Equal([false, false, true], Enumerable.Range(0, 3).Select(_ => shift.HoldsStill()));
    }

    [Fact]
    public void Another_body_is_looked_at_anew()
    {
        var shift = new Shift(null!);
        for (int i = 0; i < 10; i++)
        {
            shift.Begin(null!);

            Assert.Equal([false, false], Enumerable.Range(0, 2).Select(_ => shift.HoldsStill()));
        }
    }

    private static void Measure(Pace pace, TimeSpan total, int times)
    {
        for (int i = 0; i < times; i++)
        {
            pace.Measure(total, Bodies);
        }
    }
}
