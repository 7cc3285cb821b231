using BatchJobs.Benchmarks.Contenders;
using BatchJobs.Benchmarks.Measuring;
using BatchJobs.InProcess;

namespace BatchJobs.Benchmarks.Workloads;

/// <summary>W2: every completion takes two failed pods and one that succeeds, without back-off.</summary>
internal static class Failures
{
    private const int AttemptsPerCompletion = 3;

    public static Workload ByException { get; } = new(
        "W2",
        "two exceptions, then success",
        "ns/attempt",
        60_000,
        6_000,
        () => [new Engine(throws: true), new Loop(static _ => Throw()), new LoopInPlace(static _ => Throw()), new PollyRetry(static (_, _) => Throw(), AttemptsPerCompletion, byResult: false)],
        [Target.TimesCostOf(ChannelLoop.Yardstick, 1.3, 1.1), Target.FasterThan("Polly", 1)]);

    public static Workload ByResult { get; } = new(
        "W2r",
        "two failed results, then success",
        "ns/attempt",
        300_000,
        30_000,
        () => [new Engine(throws: false), new Loop(static _ => Return()), new LoopInPlace(static _ => Return()), new PollyRetry(static (_, _) => Return(), AttemptsPerCompletion, byResult: true)],
        [Target.TimesCostOf(ChannelLoop.Yardstick, 6, 3), Target.FasterThan("Polly", 3)]);

    /// <summary>How often it was called on this thread; of each thread, so that the contenders don't meet in a counter that is none of theirs.</summary>
    [ThreadStatic]
    private static int calls;

    /// <summary>An attempt that fails twice and then succeeds, whoever makes it.</summary>
    private static ValueTask<int> Return() => new(++calls % AttemptsPerCompletion == 0 ? 0 : 1);

    private static ValueTask<int> Throw() => ++calls % AttemptsPerCompletion == 0 ? new ValueTask<int>(0) : throw new InvalidOperationException("Not yet.");

    /// <summary>A handler that makes the attempt itself, as the delegates of the loop and of Polly do: each frame that an exception passes costs time.</summary>
    private sealed class Attempt(bool throws) : IPodHandler
    {
        public ValueTask<int> RunAsync(PodContext pod) => throws ? Throw() : Return();
    }

    private sealed class Engine(bool throws) : Ours
    {
        protected override IPodHandler Handler { get; } = new Attempt(throws);

        public override Task<Sample> RunAsync(int items) => Gauge.ThroughputAsync(items, () => RunJobAsync(Spec(items / AttemptsPerCompletion)));
    }

    /// <summary>The channel loop, into which goes back what failed.</summary>
    private sealed class Loop(Func<int, ValueTask<int>> attempt) : Contender
    {
        public override string Name => ChannelLoop.Yardstick;

        public override string Setup => "what fails goes back into the channel";

        public override Task<Sample> RunAsync(int items) =>
            Gauge.ThroughputAsync(items, () => ChannelLoop.PumpUntilDoneAsync(items / AttemptsPerCompletion, attempt));
    }

    /// <summary>The channel loop with a retry around the handler.</summary>
    private sealed class LoopInPlace(Func<int, ValueTask<int>> attempt) : Contender
    {
        public override string Name => "Channels, in place";

        public override string Setup => "the worker calls the handler again at once";

        public override Task<Sample> RunAsync(int items) => Gauge.ThroughputAsync(items, () => ChannelLoop.PumpAsync(items / AttemptsPerCompletion, RetryAsync));

        private async ValueTask<int> RetryAsync(int item)
        {
            while (true)
            {
                try
                {
                    if (await attempt(item) == 0)
                    {
                        return 0;
                    }
                }
                catch (InvalidOperationException)
                {
                    // The next attempt follows at once.
                }
            }
        }
    }
}
