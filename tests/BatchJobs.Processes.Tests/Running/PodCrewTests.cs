using BatchJobs.Processes.Launching;
using BatchJobs.Processes.Portable;
using BatchJobs.Processes.Running;
using BatchJobs.Processes.Tests.Infrastructure;

namespace BatchJobs.Processes.Tests.Running;

public class PodCrewTests
{
    [Fact]
    public async Task Somebody_is_left_for_what_happens_while_all_others_are_busy()
    {
        using var seen = new ManualResetEventSlim();
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var crew = new PodCrew(1, new Watched(seen));

        crew.Post(() => done.SetResult(seen.Wait(Patience.Time)));

        Assert.True(await done.Task.WaitAsync(Patience.Time, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Whatever_is_posted_is_done_whoever_posts_it(int most)
    {
        const int Roots = 200;
        const int Generations = 4;
        var left = Roots * ((1 << Generations) - 1);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var crew = new PodCrew(most, new Bell());
        void Grow(int generation)
        {
            for (var i = generation < Generations ? 2 : 0; i > 0; i--) crew.Post(() => Grow(generation + 1));
            if (Interlocked.Decrement(ref left) == 0) done.SetResult();
        }

        Parallel.For(0, Roots, _ => crew.Post(() => Grow(1)));

        await done.Task.WaitAsync(Patience.Time, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void What_is_left_to_do_is_done_before_the_threads_end()
    {
        var count = 0;
        using (var crew = new PodCrew(2, new Bell()))
        {
            for (var i = 0; i < 100; i++) crew.Post(() => Interlocked.Increment(ref count));
        }

        Assert.Equal(100, count);
    }

    [Fact]
    public async Task Whoever_is_on_the_way_is_not_called_again()
    {
        const int Posted = 3;
        using var waits = new ManualResetEventSlim();
        using var arrived = new ManualResetEventSlim();
        using var all = new CountdownEvent(Posted + 1);
        var events = new Watched(waits, arrived);
        using var crew = new PodCrew(1, events);
        crew.Post(() => all.Signal());
        Assert.True(waits.Wait(Patience.Time, TestContext.Current.CancellationToken));

        for (var i = 0; i < Posted; i++) crew.Post(() => all.Signal());
        var calls = events.Calls;
        arrived.Set();

        Assert.True(await Task.Run(() => all.Wait(Patience.Time), TestContext.Current.CancellationToken));
        Assert.True(calls <= 1, $"{calls} calls");
    }

    [Fact]
    public async Task Nobody_waits_for_a_thread_that_said_it_comes_back_and_does_not()
    {
        const int Threads = 3;
        using var met = new Barrier(Threads + 1);
        using var posted = new ManualResetEventSlim();
        using var over = new ManualResetEventSlim();
        using var crew = new PodCrew(Threads, new Bell());
        for (var i = 0; i < Threads; i++) crew.Post(() => met.SignalAndWait(Patience.Time));
        Assert.True(met.SignalAndWait(Patience.Time, TestContext.Current.CancellationToken)); // so many are there

        crew.Post(() =>
        {
            crew.Post(() => over.Wait());
            posted.Set();
            over.Wait();
        });
        Assert.True(posted.Wait(Patience.Time, TestContext.Current.CancellationToken));
        var done = new TaskCompletionSource();
        crew.Post(done.SetResult);
        try
        {
            await done.Task.WaitAsync(Patience.Time, TestContext.Current.CancellationToken);
        }
        finally
        {
            over.Set();
        }
    }

    /// <param name="seen">Set when somebody waits.</param>
    /// <param name="arrived">Set when those who were called may arrive; null if at once.</param>
    private sealed class Watched(ManualResetEventSlim seen, ManualResetEventSlim? arrived = null) : IEvents
    {
        private readonly Bell bell = new();
        private int calls;

        internal int Calls => Volatile.Read(ref calls);

        public bool Wait()
        {
            seen.Set();
            var called = bell.Wait();
            arrived?.Wait();
            return called;
        }

        public void Call()
        {
            Interlocked.Increment(ref calls);
            bell.Call();
        }

        public void Dispose() => bell.Dispose();
    }
}
