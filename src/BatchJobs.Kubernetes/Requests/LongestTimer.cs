namespace BatchJobs.Kubernetes.Requests;

/// <summary>Timers can't be set for more than some weeks; who wants no limit gets those.</summary>
internal static class LongestTimer
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(24);

    public static TimeSpan OrShorter(TimeSpan time) => time < Longest ? time : Longest;
}
