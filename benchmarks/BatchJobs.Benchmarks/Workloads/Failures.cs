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
        () => [new Engine(throws: true), new Loop(ThrowingAttempt()), new LoopInPlace(ThrowingAttempt()), new PollyRetry(ThrowingAttempt(), AttemptsPerCompletion, byResult: false)],
        [Target.TimesCostOf(ChannelLoop.Yardstick, 1.3, 1.1), Target.FasterThan("Polly", 1)]);

    public static Workload ByResult { get; } = new(
        "W2r",
        "two failed results, then success",
        "ns/attempt",
        300_000,
        30_000,
        () => [new Engine(throws: false), new Loop(ReturningAttempt()), new LoopInPlace(ReturningAttempt()), new PollyRetry(ReturningAttempt(), AttemptsPerCompletion, byResult: true)],
        [Target.TimesCostOf(ChannelLoop.Yardstick, 6, 3), Target.FasterThan("Polly", 3)]);

    /// <summary>An attempt that fails twice and then succeeds, whoever makes it.</summary>
    public static Func<int> ReturningAttempt()
    {
        int calls = 0;
        return () => Interlocked.Increment(ref calls) % AttemptsPerCompletion == 0 ? 0 : 1;
    }

    public static Func<int> ThrowingAttempt()
    {
        Func<int> attempt = ReturningAttempt();
        return () => attempt() == 0 ? 0 : throw new InvalidOperationException("Not yet.");
    }

    /// <summary>A handler that is an attempt itself, as the delegates of the loop and of Polly are: each frame that an exception passes costs time.</summary>
    private sealed class Attempt(bool throws) : IPodHandler
    {
        private int calls;

        public ValueTask<int> RunAsync(PodContext pod)
        {
            int code = Interlocked.Increment(ref calls) % AttemptsPerCompletion == 0 ? 0 : 1;
            return code == 0 || !throws ? new(code) : throw new InvalidOperationException("Not yet.");
        }
    }

    private sealed class Engine(bool throws) : Ours
    {
        private readonly Attempt handler = new(throws);

        protected override IPodHandler Handler => handler;

        public override Task<Sample> RunAsync(int items) => Gauge.ThroughputAsync(items, () => RunJobAsync(Spec(items / AttemptsPerCompletion)));
    }

    /// <summary>The channel loop, into which goes back what failed.</summary>
    private sealed class Loop(Func<int> attempt) : Contender
    {
        public override string Name => ChannelLoop.Yardstick;

        public override string Setup => "what fails goes back into the channel";

        public override Task<Sample> RunAsync(int items) =>
            Gauge.ThroughputAsync(items, () => ChannelLoop.PumpUntilDoneAsync(items / AttemptsPerCompletion, _ => new ValueTask<int>(attempt())));
    }

    /// <summary>The channel loop with a retry around the handler.</summary>
    private sealed class LoopInPlace(Func<int> attempt) : Contender
    {
        public override string Name => "Channels, in place";

        public override string Setup => "the worker calls the handler again at once";

        public override Task<Sample> RunAsync(int items) => Gauge.ThroughputAsync(items, () => ChannelLoop.PumpAsync(items / AttemptsPerCompletion, RetryAsync));

        private ValueTask<int> RetryAsync(int item)
        {
            while (true)
            {
                try
                {
                    if (attempt() == 0)
                    {
                        return new ValueTask<int>(0);
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
