namespace BatchJobs.Testing.Tests;

public class VirtualTimeProviderTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly VirtualTimeProvider clock = new(Start);
    private readonly List<string> fired = [];

    [Fact]
    public void Time_stands_still_until_it_is_moved()
    {
        Assert.Equal(Start, clock.GetUtcNow());
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(Start.AddHours(1), clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromHours(1), clock.GetElapsedTime(Start.UtcTicks));
    }

    [Fact]
    public void Timers_fire_when_due_and_in_the_order_they_were_set_when_due_together()
    {
        Set("late", 3);
        Set("first of two", 2);
        Set("second of two", 2);
        Set("early", 1);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(["early@1", "first of two@2", "second of two@2"], fired);
        Assert.Equal(Start.AddSeconds(3), clock.NextTimer);
    }

    [Fact]
    public void Each_timer_sees_the_time_at_which_it_was_due()
    {
        Set("a", 1);
        Set("b", 5);
        clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(["a@1", "b@5"], fired);
        Assert.Equal(Start.AddSeconds(60), clock.GetUtcNow());
    }

    [Fact]
    public void A_timer_set_by_a_timer_fires_in_the_same_move_if_it_is_due()
    {
        using ITimer timer = clock.CreateTimer(_ => Set("inner", 1), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(["inner@2"], fired);
    }

    [Fact]
    public void Going_to_the_next_timer_fires_that_one_alone()
    {
        Set("a", 4);
        Set("b", 4);
        Assert.True(clock.AdvanceToNextTimer());
        Assert.Equal(["a@4"], fired);
        Assert.True(clock.AdvanceToNextTimer());
        Assert.False(clock.AdvanceToNextTimer());
        Assert.Equal(["a@4", "b@4"], fired);
    }

    [Fact]
    public void A_periodic_timer_fires_again_and_again_until_it_is_disposed()
    {
        ITimer timer = Set("tick", 1, period: 2);
        clock.Advance(TimeSpan.FromSeconds(5));
        timer.Dispose();
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["tick@1", "tick@3", "tick@5"], fired);
        Assert.False(timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
        Assert.Null(clock.NextTimer);
    }

    [Fact]
    public void A_timer_that_is_changed_forgets_when_it_was_due()
    {
        ITimer timer = Set("a", 1);
        Assert.True(timer.Change(TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan));
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(fired);
        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Empty(fired);
    }

    [Fact]
    public void Time_never_goes_back()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.Advance(TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.AdvanceTo(Start.AddTicks(-1)));
    }

    [Fact]
    public async Task Delays_of_the_base_library_follow_the_clock()
    {
        Task delay = Task.Delay(TimeSpan.FromDays(1), clock, TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromHours(23));
        Assert.False(delay.IsCompleted);
        clock.Advance(TimeSpan.FromHours(1));
        await delay;
    }

    [Fact]
    public void A_timer_fires_in_the_context_in_which_it_was_made()
    {
        var local = new AsyncLocal<string?> { Value = "of the maker" };
        ITimer timer = clock.CreateTimer(_ => fired.Add(local.Value ?? ""), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        local.Value = "of whoever moves the clock";
        clock.Advance(TimeSpan.FromSeconds(1));
        using (ExecutionContext.SuppressFlow())
            timer = clock.CreateTimer(_ => fired.Add(local.Value ?? ""), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        clock.Advance(TimeSpan.FromSeconds(1));
        timer.Dispose();
        Assert.Equal(["of the maker", "of whoever moves the clock"], fired);
    }

    private ITimer Set(string name, double seconds, double? period = null) => clock.CreateTimer(
        _ => fired.Add($"{name}@{(clock.GetUtcNow() - Start).TotalSeconds}"),
        null,
        TimeSpan.FromSeconds(seconds),
        period is { } every ? TimeSpan.FromSeconds(every) : Timeout.InfiniteTimeSpan);
}
