using System.Globalization;
using BatchJobs.Execution;

namespace BatchJobs.Kubernetes.Logs;

/// <summary>One line of a log with time stamps.</summary>
/// <param name="Stamp">When the container runtime took it, to the nanosecond; sorts as text.</param>
/// <param name="Text">The line.</param>
internal readonly record struct LogLine(string Stamp, string Text)
{
    private const int FractionDigits = 9;

    /// <summary>Cuts off the time stamp.</summary>
    /// <returns>null if there is none: such a line comes not from the container but from a node that has no log of it any more.</returns>
    public static LogLine? Parse(string line)
    {
        int space = line.IndexOf(' ', StringComparison.Ordinal);
        ReadOnlySpan<char> stamp = space < 0 ? line : line.AsSpan(0, space);
        string text = space < 0 ? "" : line[(space + 1)..];
        return stamp.Length >= 20 && stamp[^1] == 'Z' && DateTimeOffset.TryParse(stamp, CultureInfo.InvariantCulture, out _)
            ? new LogLine(Padded(stamp[..^1]), text)
            : null;
    }

    public PodLogLine For(string container) => new(container, Text, IsError: false, DateTimeOffset.Parse(Stamp, CultureInfo.InvariantCulture));

    /// <summary>Servers leave out zeros at the end.</summary>
    private static string Padded(ReadOnlySpan<char> stamp)
    {
        int dot = stamp.IndexOf('.');
        string whole = dot < 0 ? stamp.ToString() + "." : stamp.ToString();
        int digits = dot < 0 ? 0 : stamp.Length - dot - 1;
        return string.Concat(whole, new string('0', Math.Max(0, FractionDigits - digits)), "Z");
    }
}
