namespace BatchJobs.Kubernetes.Requests;

/// <summary>How long to wait after a number of failures: doubling up to a limit, and never quite as long as others wait.</summary>
internal sealed record Backoff(TimeSpan First, TimeSpan Longest)
{
    /// <summary>Who asks for more than this, maybe by mistake, is asked again nevertheless.</summary>
    private static readonly TimeSpan LongestAsked = TimeSpan.FromHours(1);

    /// <summary>For requests and watches alike.</summary>
    public static Backoff Standard { get; } = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(30));

    /// <param name="failures">How many there were in a row, at least one.</param>
    /// <param name="atLeast">What the server asked for.</param>
    public TimeSpan After(int failures, TimeSpan? atLeast = null)
    {
        double doubled = First.TotalMilliseconds * Math.Pow(2, Math.Min(failures - 1, 30));
        double milliseconds = Math.Min(doubled, Longest.TotalMilliseconds) * (0.5 + (Jitter() / 2));
        TimeSpan wait = TimeSpan.FromMilliseconds(milliseconds);
        TimeSpan asked = atLeast > LongestAsked ? LongestAsked : atLeast ?? TimeSpan.Zero;
        return asked > wait ? asked + (First * Jitter()) : wait;
    }

#pragma warning disable CA5394 // spreads requests, protects nothing
    private static double Jitter() => Random.Shared.NextDouble();
#pragma warning restore CA5394
}
