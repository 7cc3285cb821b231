using System.Globalization;

namespace BatchJobs.Processes.Logs.Files;

/// <summary>One of the files of a pod's log, and where in it some of its lines are.</summary>
/// <param name="path">The file, whose name ends with the number of its first line.</param>
/// <param name="first">The number of its first line.</param>
internal sealed class LogSegment(string path, long first)
{
    // A reader skips less than this many lines.
    private const int Stride = 256;

    private readonly List<long> offsets = [];

    internal string Path { get; } = path;

    internal long First { get; } = first;

    internal long Lines { get; private set; }

    /// <summary>The number of the line behind its last one.</summary>
    internal long End => First + Lines;

    internal long Length { get; private set; }

    internal static string NameOf(long ordinal, long first) => string.Create(CultureInfo.InvariantCulture, $"{ordinal}.{first:D12}.log");

    /// <summary>Takes note of lines that have been added to the file.</summary>
    internal void Note(ReadOnlySpan<byte> lines)
    {
        var start = 0;
        while (lines[start..].IndexOf((byte)'\n') is var end and >= 0)
        {
            if (Lines++ % Stride == 0) offsets.Add(Length + start);
            start += end + 1;
        }

        Length += lines.Length;
    }

    /// <summary>Reads lines from a number on, at most as many as one batch.</summary>
    internal List<LogEntry> Read(long number, int max)
    {
        var entries = new List<LogEntry>();
        var index = number - First;
        if (index >= Lines) return entries;
        using var stream = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Position = offsets[(int)(index / Stride)];
        var skip = index % Stride;
        var (buffer, held) = (new byte[64 * 1024], 0);
        while (entries.Count < max && stream.Read(buffer, held, buffer.Length - held) is > 0 and var read)
        {
            held += read;
            var start = 0;
            while (entries.Count < max && buffer.AsSpan(start, held - start).IndexOf((byte)'\n') is var end and >= 0)
            {
                if (skip-- <= 0) entries.Add(LogLine.Read(buffer.AsSpan(start, end)));
                start += end + 1;
            }

            buffer.AsSpan(start, held - start).CopyTo(buffer);
            held -= start;
            if (held == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        }

        return entries;
    }
}
