namespace BatchJobs.InProcess.Running;

/// <summary>How long a body that ended waits before it is called again.</summary>
/// <remarks>
/// Kubernetes: the kubelet's CrashLoopBackOff: at once, then 10 s, 20 s, 40 s and so on up to 5 min after the end;
/// an end more than 10 min after the last start begins anew.
/// </remarks>
internal sealed class RestartBackoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(300);
    private static readonly TimeSpan ResetAfter = TimeSpan.FromSeconds(600);

    private DateTimeOffset? lastStart;

    /// <summary>The wait that holds now.</summary>
    public TimeSpan Delay { get; private set; }

    /// <summary>What is left to wait before a start; zero, and counted as a start, if it may be now.</summary>
    public TimeSpan TryStart(DateTimeOffset now, DateTimeOffset finishedAt)
    {
        if (lastStart is not { } last || finishedAt - last > ResetAfter)
        {
            Delay = First;
        }
        else if (now - finishedAt < Delay)
        {
            return Delay - (now - finishedAt);
        }
        else
        {
            Delay = Delay * 2 < Longest ? Delay * 2 : Longest;
        }

        lastStart = now;
        return TimeSpan.Zero;
    }
}
