using System.Globalization;

namespace BatchJobs.Processes.Kubelet;

/// <summary>Writes a duration as the kubelet does in its messages: <c>10s</c>, <c>1m20s</c>, <c>5m0s</c>.</summary>
internal static class GoDuration
{
    internal static string Text(TimeSpan duration)
    {
        var minutes = (long)duration.TotalMinutes;
        var seconds = duration.Seconds.ToString(CultureInfo.InvariantCulture) + "s";
        return minutes == 0 ? seconds : string.Create(CultureInfo.InvariantCulture, $"{minutes}m{seconds}");
    }
}
