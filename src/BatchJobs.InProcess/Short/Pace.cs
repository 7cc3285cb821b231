namespace BatchJobs.InProcess.Short;

/// <summary>How long the bodies of a handler hold their thread, on average.</summary>
/// <remarks>Read and written without a lock: it only decides what is worth its cost.</remarks>
internal sealed class Pace
{
    /// <summary>Waking another thread takes about as long.</summary>
    private const double QuickTicks = 2 * TimeSpan.TicksPerMicrosecond;

    /// <summary>How much time of quick bodies speaks for those to come.</summary>
    private const long MostForgivable = 10 * TimeSpan.TicksPerMillisecond;

    private double averageTicks = double.NaN;
    private long forgivable;
    private bool paused;

    /// <summary>Whether bodies ask for what only ordinary pods have.</summary>
    public bool HandsOver { get; set; }

    /// <summary>Whether bodies are over sooner than another thread could help with the next; false until it is known.</summary>
    public bool IsQuick => averageTicks <= QuickTicks;

    /// <summary>So many bodies took that time.</summary>
    /// <remarks>
    /// A single slow measure among quick ones is a pause of the thread, which lost its processor or waited for the garbage collector, and says
    /// nothing of the bodies; unless such measures take more time than the quick ones do.
    /// </remarks>
    public void Measure(TimeSpan total, int bodies)
    {
        double ticks = (double)total.Ticks / bodies;
        bool slow = ticks > QuickTicks;
        bool pauses = slow && IsQuick && !paused && total.Ticks <= forgivable;
        paused = pauses;
        if (pauses)
        {
            forgivable -= total.Ticks;
            return;
        }

        forgivable = slow ? forgivable : Math.Min(forgivable + total.Ticks, MostForgivable);
        averageTicks = double.IsNaN(averageTicks) ? ticks : (averageTicks * 0.75) + (ticks * 0.25);
    }

    /// <summary>A body took so long that somebody noticed.</summary>
    public void Stumble() => averageTicks = double.NaN;
}
