using System.Threading.Channels;
using BatchJobs.Benchmarks.Measuring;

namespace BatchJobs.Benchmarks.Contenders;

/// <summary>The yardstick: workers that read numbers from a channel, call the handler, and keep no books at all.</summary>
internal sealed class ChannelLoop(Func<int, ValueTask<int>> handler) : Contender
{
    public const string Yardstick = "Channels";

    public const int Workers = 4;

    public override string Name => Yardstick;

    public override string Setup => "unbounded, single writer, 4 workers";

    public override Task<Sample> RunAsync(int items) => Gauge.ThroughputAsync(items, () => PumpAsync(items, handler));

    /// <summary>Hands every number to one of the workers.</summary>
    public static async Task PumpAsync(int items, Func<int, ValueTask<int>> handler)
    {
        var channel = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleWriter = true });
        Task<int>[] workers = [.. Enumerable.Range(0, Workers).Select(_ => Task.Run(WorkAsync))];
        for (int item = 0; item < items; item++)
        {
            channel.Writer.TryWrite(item);
        }

        channel.Writer.Complete();
        int done = (await Task.WhenAll(workers)).Sum();
        Expect(items, done, "items done");

        async Task<int> WorkAsync()
        {
            int count = 0;
            while (await channel.Reader.WaitToReadAsync())
            {
                while (channel.Reader.TryRead(out int item))
                {
                    await handler(item);
                    count++;
                }
            }

            return count;
        }
    }

    /// <summary>The same, but a number whose handler fails, by exception or by code, goes back to the channel, as a failed pod is replaced by another one.</summary>
    public static async Task PumpUntilDoneAsync(int items, Func<int, ValueTask<int>> handler)
    {
        var channel = Channel.CreateUnbounded<int>();
        int left = items;
        Task[] workers = [.. Enumerable.Range(0, Workers).Select(_ => Task.Run(WorkAsync))];
        for (int item = 0; item < items; item++)
        {
            channel.Writer.TryWrite(item);
        }

        await Task.WhenAll(workers);

        async Task WorkAsync()
        {
            while (await channel.Reader.WaitToReadAsync())
            {
                while (channel.Reader.TryRead(out int item))
                {
                    if (!await SucceedsAsync(item))
                    {
                        channel.Writer.TryWrite(item);
                    }
                    else if (Interlocked.Decrement(ref left) == 0)
                    {
                        channel.Writer.Complete();
                    }
                }
            }
        }

        async ValueTask<bool> SucceedsAsync(int item)
        {
            try
            {
                return await handler(item) == 0;
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }
    }
}
