namespace BatchJobs.Benchmarks.Measuring;

/// <summary>Somebody who does the work of a workload in a way of its own.</summary>
internal abstract class Contender : IAsyncDisposable
{
    /// <summary>Who.</summary>
    public abstract string Name { get; }

    /// <summary>How it was set up, as its own documentation advises.</summary>
    public virtual string Setup => "";

    /// <summary>Which part of the items it gets, since it would take too long with all of them.</summary>
    public virtual double Share => 1;

    /// <summary>Makes ready what does not count.</summary>
    public virtual ValueTask PrepareAsync() => ValueTask.CompletedTask;

    /// <summary>Does the work once and checks that all of it was done.</summary>
    public abstract Task<Sample> RunAsync(int items);

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Stops the comparison if a contender did not do what it was measured for.</summary>
    protected static void Expect(long wanted, long done, string what)
    {
        if (wanted != done)
        {
            throw new InvalidOperationException($"{done} instead of {wanted} {what}.");
        }
    }
}
