namespace BatchJobs.Execution.Kubelet;

/// <summary>How long a container that ended waits before it is started again.</summary>
/// <remarks>
/// As the kubelet does: at once, then 10 s, 20 s, 40 s and so on up to 5 min after the respective end. An end more than 10 min after the
/// last start begins anew.
/// </remarks>
internal sealed class RestartBackoff
{
    private static readonly TimeSpan Initial = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Maximum = TimeSpan.FromSeconds(300);
    private static readonly TimeSpan ResetAfter = TimeSpan.FromSeconds(600);

    private DateTimeOffset? lastStart;

    /// <summary>The wait that holds now.</summary>
    internal TimeSpan Delay { get; private set; }

    /// <summary>Asks whether the container may be started now; if so it counts as started.</summary>
    /// <param name="now">The time.</param>
    /// <param name="finishedAt">When the container ended.</param>
    /// <returns>What is left to wait; zero if it may be started.</returns>
    internal TimeSpan TryStart(DateTimeOffset now, DateTimeOffset finishedAt)
    {
        if (lastStart is not { } last || finishedAt - last > ResetAfter)
        {
            Delay = Initial;
        }
        else
        {
            var left = Delay - (now - finishedAt);
            if (left > TimeSpan.Zero) return left;
            Delay = Delay * 2 < Maximum ? Delay * 2 : Maximum;
        }

        lastStart = now;
        return TimeSpan.Zero;
    }
}
