using System.Text;
using BatchJobs.Execution;

namespace BatchJobs.Processes.Logs;

/// <summary>A line as it is kept: bytes, so that a flood of output costs no decoding.</summary>
internal readonly record struct LogEntry(string Container, byte[] Bytes, bool IsError, DateTimeOffset Time)
{
    // The entry, the array's header and the slack of the ring.
    private const int Overhead = 80;

    /// <summary>What the line costs, its keeping included; so that empty lines are not free.</summary>
    internal int Cost => Bytes.Length + Overhead;

    internal PodLogLine ToLine() => new(Container, Encoding.UTF8.GetString(Bytes), IsError, Time);
}
