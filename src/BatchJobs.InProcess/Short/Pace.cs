namespace BatchJobs.InProcess.Short;

/// <summary>How long the bodies of a handler hold their thread, on average.</summary>
/// <remarks>Read and written without a lock: it only decides what is worth its cost.</remarks>
internal sealed class Pace
{
    /// <summary>Waking another thread takes about as long.</summary>
    private const double QuickTicks = 2 * TimeSpan.TicksPerMicrosecond;

    private double averageTicks = double.NaN;

    /// <summary>Whether bodies ask for what only ordinary pods have.</summary>
    public bool HandsOver { get; set; }

    /// <summary>Whether bodies are over sooner than another thread could help with the next; false until it is known.</summary>
    public bool IsQuick => averageTicks <= QuickTicks;

    public void Measure(TimeSpan total, int bodies)
    {
        double ticks = (double)total.Ticks / bodies;
        averageTicks = double.IsNaN(averageTicks) ? ticks : (averageTicks * 0.75) + (ticks * 0.25);
    }

    /// <summary>A body took so long that somebody noticed.</summary>
    public void Stumble() => averageTicks = double.NaN;
}
