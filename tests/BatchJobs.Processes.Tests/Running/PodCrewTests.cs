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

    private sealed class Watched(ManualResetEventSlim seen) : IEvents
    {
        private readonly Bell bell = new();

        public void Wait()
        {
            seen.Set();
            bell.Wait();
        }

        public void Call() => bell.Call();

        public void Dispose() => bell.Dispose();
    }
}
