using BatchJobs.Runtime;

namespace BatchJobs.Tests;

/// <summary>Work in flight is counted by each thread for itself, and is over when it is over for all.</summary>
public class QuiescenceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Who_waits_goes_on_when_the_last_work_has_ended()
    {
        var work = new Quiescence();
        await work.WhenIdleAsync().WaitAsync(Patience);
        work.Enter();
        work.Enter();
        Task idle = work.WhenIdleAsync();
        Task also = work.WhenIdleAsync();
        work.Exit();
        Assert.False(idle.IsCompleted);
        await Task.Run(work.Exit);
        await Task.WhenAll(idle, also).WaitAsync(Patience);
    }

    [Fact]
    public async Task Work_that_is_handed_from_thread_to_thread_is_never_out_of_sight()
    {
        const int Links = 50_000;
        var work = new Quiescence();
        bool over = false;
        work.Enter();
        HandOver(Links);
        while (!Volatile.Read(ref over))
        {
            bool idle = work.WhenIdleAsync().IsCompleted;
            Assert.True(!idle || Volatile.Read(ref over));
        }

        await work.WhenIdleAsync().WaitAsync(Patience);

        void HandOver(int links) => ThreadPool.UnsafeQueueUserWorkItem(
            _ =>
            {
                if (links > 0)
                {
                    work.Enter();
                    HandOver(links - 1);
                }
                else
                {
                    Volatile.Write(ref over, true);
                }

                work.Exit();
            },
            null);
    }
}
