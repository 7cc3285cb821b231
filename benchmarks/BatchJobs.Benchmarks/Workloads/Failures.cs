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
        () => [new Engine(ThrowingAttempt()), new Loop(ThrowingAttempt()), new PollyRetry(ThrowingAttempt(), AttemptsPerCompletion, byResult: false)],
        [Target.TimesCostOf(ChannelLoop.Yardstick, 1.3, 1.1), Target.FasterThan("Polly", 1)]);

    public static Workload ByResult { get; } = new(
        "W2r",
        "two failed results, then success",
        "ns/attempt",
        300_000,
        30_000,
        () => [new Engine(ReturningAttempt()), new Loop(ReturningAttempt()), new PollyRetry(ReturningAttempt(), AttemptsPerCompletion, byResult: true)],
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

    /// <summary>A handler that is nothing but an attempt, as the loop's and Polly's are: each frame that an exception passes costs time.</summary>
    private sealed class Attempt(Func<int> attempt) : IPodHandler
    {
        public ValueTask<int> RunAsync(PodContext pod) => new(attempt());
    }

    private sealed class Engine(Func<int> attempt) : Ours
    {
        private readonly Attempt handler = new(attempt);

        protected override IPodHandler Handler => handler;

        public override Task<Sample> RunAsync(int items) => Gauge.ThroughputAsync(items, () => RunJobAsync(Spec(items / AttemptsPerCompletion)));
    }

    /// <summary>The channel loop with a retry around the handler.</summary>
    private sealed class Loop(Func<int> attempt) : Contender
    {
        public override string Name => ChannelLoop.Yardstick;

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
