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
        do
        {
            await engine.WhenIdleAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        while (!task.IsCompleted && clock.AdvanceToNextTimer());

        // When nothing is due any more, only what does not take virtual time can end it.
        await task.WaitAsync(cancellationToken).ConfigureAwait(false);
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
        await engine.WhenIdleAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        while (clock.NextTimer <= end)
        {
            clock.AdvanceToNextTimer();
            await engine.WhenIdleAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        clock.AdvanceTo(end);
    }
}
