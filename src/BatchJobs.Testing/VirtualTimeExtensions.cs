using System.Runtime.CompilerServices;

namespace BatchJobs.Testing;

/// <summary>Moves virtual time at the pace of an engine: never before it has worked off what happened so far.</summary>
public static class VirtualTimeExtensions
{
    /// <summary>Moves from timer to timer until a task has ended.</summary>
    /// <typeparam name="T">The outcome of the task.</typeparam>
    /// <param name="clock">The clock of the engine.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="task">The task, such as that of <see cref="IJobClient.WaitAsync"/>.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The outcome.</returns>
    public static async Task<T> RunUntilAsync<T>(
        this VirtualTimeProvider clock,
        JobEngine engine,
        Task<T> task,
        CancellationToken cancellationToken = default)
    {
        await clock.RunUntilAsync(engine, (Task)task, cancellationToken).ConfigureAwait(false);
        return await task.ConfigureAwait(false);
    }

    /// <summary>Moves from timer to timer until a task has ended.</summary>
    /// <param name="clock">The clock of the engine.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="task">The task, such as that of <see cref="JobEngine.DisposeAsync"/>.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that ends with the other.</returns>
    public static async Task RunUntilAsync(
        this VirtualTimeProvider clock,
        JobEngine engine,
        Task task,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(task);
        await clock.RunUntilAsync(engine, task, new VainWait(Timeout.InfiniteTimeSpan), cancellationToken).ConfigureAwait(false);
    }

    /// <param name="clock">The clock of the engine.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="task">The task.</param>
    /// <param name="vain">When to give up.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="TimeoutException">Nothing came.</exception>
    internal static async Task RunUntilAsync(this VirtualTimeProvider clock, JobEngine engine, Task task, VainWait vain, CancellationToken cancellationToken)
    {
        await LeaveContextAsync();
        while (true)
        {
            await engine.WhenIdleAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
            if (task.IsCompleted)
                break;

            // When nothing is due, only what takes no virtual time can end the task, or make something due.
            if (clock.AdvanceToNextTimer())
                vain.ThrowIfOver();
            else
                await Task.WhenAny(task, clock.WhenTimerIsSetAsync()).WaitAsync(vain.Patience, cancellationToken).ConfigureAwait(false);
        }

        await task.ConfigureAwait(false);
    }

    /// <summary>Moves from timer to timer as long as one is due before the end, and leaves the clock there.</summary>
    internal static async Task RunWhileAsync(this VirtualTimeProvider clock, JobEngine engine, DateTimeOffset end, CancellationToken cancellationToken)
    {
        await LeaveContextAsync();
        await engine.WhenIdleAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        while (clock.AdvanceToNextTimer(end))
            await engine.WhenIdleAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Moves by a length of time, from timer to timer.</summary>
    /// <param name="clock">The clock of the engine.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="time">How far.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that ends when the engine has worked off all that happened.</returns>
    public static async Task RunForAsync(
        this VirtualTimeProvider clock,
        JobEngine engine,
        TimeSpan time,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        DateTimeOffset end = clock.GetUtcNow() + time;
        await clock.RunWhileAsync(engine, end, cancellationToken).ConfigureAwait(false);
        clock.AdvanceTo(end);
    }

    /// <summary>What timers set off shall run to its next wait while they fire, which the context of a test would prevent.</summary>
    private static ConfiguredTaskAwaitable LeaveContextAsync() => Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
}
