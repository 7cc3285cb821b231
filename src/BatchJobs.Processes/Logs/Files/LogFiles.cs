using System.Buffers;
using System.Globalization;
using BatchJobs.Pods;

namespace BatchJobs.Processes.Logs.Files;

/// <summary>The log of a pod on disk: a few files, of which the oldest goes when another one is begun.</summary>
/// <param name="pod">The pod.</param>
/// <param name="folder">The folder of its Job.</param>
/// <param name="limits">How much is kept.</param>
/// <param name="writer">Writes when there is time.</param>
internal sealed class LogFiles(PodId pod, string folder, PodLogLimits limits, LogWriter writer)
{
    // Whoever writes faster than the disk waits for it.
    private const int MaxPending = 4 * 1024 * 1024;

    private readonly Lock gate = new();
    private readonly Lock disk = new();
    private readonly List<LogSegment> segments = [];
    private ArrayBufferWriter<byte> pending = new();
    private ArrayBufferWriter<byte> spare = new();
    private long next, lost;
    private bool closed;

    /// <summary>The number of the first line there is, or of the next if there is none.</summary>
    internal long First
    {
        get
        {
            lock (disk) return segments.Count == 0 ? next : segments[0].First;
        }
    }

    /// <summary>How many bytes the files have.</summary>
    internal long Length
    {
        get
        {
            lock (disk) return segments.Sum(segment => segment.Length);
        }
    }

    /// <summary>Takes up the files a former application left.</summary>
    /// <returns>The number of the next line.</returns>
    internal long Resume()
    {
        if (!Directory.Exists(folder)) return 0;
        lock (disk)
        {
            foreach (var path in Directory.EnumerateFiles(folder, string.Create(CultureInfo.InvariantCulture, $"{pod.Ordinal}.*.log")).Order(StringComparer.Ordinal))
            {
                var segment = new LogSegment(path, long.Parse(path.Split('.')[^2], CultureInfo.InvariantCulture));
                var bytes = File.ReadAllBytes(path);
                var complete = bytes.AsSpan(0, bytes.AsSpan().LastIndexOf((byte)'\n') + 1);
                using (var file = new FileStream(path, FileMode.Open)) file.SetLength(complete.Length);
                segment.Note(complete);
                segments.Add(segment);
            }

            return next = segments.Count == 0 ? 0 : segments[^1].End;
        }
    }

    /// <summary>Adds a line; it is written soon.</summary>
    internal void Append(LogEntry entry)
    {
        bool full, first;
        lock (gate)
        {
            first = pending.WrittenCount == 0;
            LogLine.Write(pending, entry);
            full = pending.WrittenCount > MaxPending;
        }

        if (full) Flush();
        else if (first) writer.Wake(this);
    }

    /// <summary>Whether all lines that have been written from a number on are in the files: none was lost to a full disk.</summary>
    internal bool HaveAllFrom(long number)
    {
        lock (disk) return number >= lost;
    }

    /// <summary>Writes what has been added.</summary>
    internal void Flush()
    {
        lock (disk)
        {
            lock (gate)
            {
                if (pending.WrittenCount == 0) return;
                (pending, spare) = (spare, pending);
            }

            if (!closed) Write(spare.WrittenSpan);
            spare.ResetWrittenCount();
            if (spare.Capacity > MaxPending) spare = new ArrayBufferWriter<byte>();
        }
    }

    /// <summary>Reads lines from a number on, which moves over those that were lost.</summary>
    /// <param name="number">The number of the line to begin with.</param>
    /// <param name="before">The number of a line that is wanted from elsewhere.</param>
    /// <param name="max">How many lines at the most.</param>
    internal List<LogEntry> Read(ref long number, long before, int max)
    {
        Flush();
        lock (disk)
        {
            var from = number;
            if (segments.Find(segment => segment.End > from) is not { } segment || segment.First >= before) return [];
            number = Math.Max(from, segment.First);
            return segment.Read(number, max);
        }
    }

    /// <summary>The files are about to be deleted: nothing is written any longer.</summary>
    internal void Close()
    {
        lock (disk)
        {
            closed = true;
            segments.Clear();
        }
    }

    private void Write(ReadOnlySpan<byte> lines)
    {
        try
        {
            if (segments.Count == 0 || segments[^1].Length >= limits.MaxBytesPerFile || segments[^1].End != next) Begin();
            using var file = new FileStream(segments[^1].Path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            file.Write(lines);
            segments[^1].Note(lines);
            next = segments[^1].End;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            next = lost = next + lines.Count((byte)'\n');
            writer.Failed(error);
        }
    }

    private void Begin()
    {
        Directory.CreateDirectory(folder);
        if (segments is [.., { Lines: 0 } failed])
        {
            File.Delete(failed.Path);
            segments.Remove(failed);
        }

        segments.Add(new LogSegment(Path.Combine(folder, LogSegment.NameOf(pod.Ordinal, next)), next));
        if (segments.Count <= limits.MaxFilesPerPod) return;
        File.Delete(segments[0].Path);
        segments.RemoveAt(0);
    }
}
