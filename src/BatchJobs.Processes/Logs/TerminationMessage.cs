using System.Text;

namespace BatchJobs.Processes.Logs;

/// <summary>The end of a container's output as its termination message.</summary>
/// <remarks>Kubernetes: <c>terminationMessagePolicy: FallbackToLogsOnError</c>.</remarks>
internal static class TerminationMessage
{
    /// <summary>The <c>terminationMessagePolicy</c> that asks for it.</summary>
    internal const string FromLogPolicy = "FallbackToLogsOnError";

    private const int MaxLines = 80;
    private const int MaxBytes = 2048;

    /// <summary>Takes the last lines from <paramref name="start"/> on.</summary>
    /// <returns>The text; null if there is none.</returns>
    internal static string? FromLog(PodLog log, string container, long start)
    {
        var position = Math.Max(start, log.Position(container, MaxLines));
        var text = new List<byte>();
        while (log.Read(ref position, container, out _) is { Length: > 0 } lines)
        {
            foreach (var line in lines.Where(line => line.Container == container))
            {
                text.AddRange(line.Bytes);
                text.Add((byte)'\n');
            }
        }

        return text.Count == 0 ? null : Encoding.UTF8.GetString([.. text.Skip(text.Count - MaxBytes)]);
    }
}
