namespace BatchJobs.InProcess.Short;

/// <summary>Makes a crew look, every few milliseconds while it has pods, whether some of them last.</summary>
/// <remarks>Follows the machine's clock, whatever clock the engine has: it is about threads. Nothing ticks while there are no pods.</remarks>
internal sealed class Lookout : IDisposable
{
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(5);

    private readonly Crew crew;
    private readonly Timer timer;
    private int ticking;

    public Lookout(Crew crew)
    {
        this.crew = crew;
        using (ExecutionContext.SuppressFlow())
        {
            timer = new Timer(static self => ((Lookout)self!).Tick(), this, Timeout.Infinite, Timeout.Infinite);
        }
    }

    /// <summary>There are pods.</summary>
    public void Begin()
    {
        if (Volatile.Read(ref ticking) == 0 && Interlocked.Exchange(ref ticking, 1) == 0)
        {
            timer.Change(Period, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => timer.Dispose();

    private void Tick()
    {
        Volatile.Write(ref ticking, 0);
        if (crew.LookOut())
        {
            Begin();
        }
    }
}
