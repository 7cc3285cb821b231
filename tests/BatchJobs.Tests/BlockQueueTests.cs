using System.Runtime.CompilerServices;
using BatchJobs.Runtime;
using CsCheck;

namespace BatchJobs.Tests;

public class BlockQueueTests
{
    [Fact]
    public void It_gives_what_an_ordinary_queue_gives() => Gen.Int[-700, 700].List[1, 30].Sample(changes =>
    {
        var (queue, oracle) = (new BlockQueue<string>(), new Queue<string>());
        int next = 0;
        foreach (int change in changes)
        {
            for (int left = change; left > 0; left--)
            {
                string item = $"{next++}";
                queue.Enqueue(item);
                oracle.Enqueue(item);
            }

            for (int left = -change; left > 0; left--)
            {
                Assert.Equal(oracle.TryDequeue(out string? expected), queue.TryDequeue(out string? item));
                Assert.Equal(expected, item);
            }

            Assert.Equal(oracle.Count, queue.Count);
        }
    }, iter: 200);

    [Fact]
    public void It_keeps_nothing_that_was_taken_out()
    {
        var queue = new BlockQueue<object>();
        List<WeakReference> gone = PassThrough(queue, 1_000);
        GC.Collect();
        Assert.DoesNotContain(gone, item => item.IsAlive);
        GC.KeepAlive(queue);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> PassThrough(BlockQueue<object> queue, int count)
    {
        List<WeakReference> passed = [];
        for (int i = 0; i < count; i++)
        {
            var item = new object();
            passed.Add(new WeakReference(item));
            queue.Enqueue(item);
        }

        while (queue.TryDequeue(out _))
        {
        }

        return passed;
    }
}
