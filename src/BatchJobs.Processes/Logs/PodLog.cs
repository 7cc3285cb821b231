using BatchJobs.Pods;
using BatchJobs.Processes.Logs.Files;

namespace BatchJobs.Processes.Logs;

/// <summary>The last output of a pod, bounded: the oldest lines make room for new ones, and live on in files if there are any.</summary>
internal sealed class PodLog(PodId pod, long maxBytes, int maxLines, LogFiles? files = null)
{
    private const int Batch = 256;

    private readonly Lock gate = new();
    private readonly LogRing lines = new(files?.Resume() ?? 0);
    private List<string>? endedContainers;
    private TaskCompletionSource? changed;
    private long bytes;
    private long cutBytes;
    private bool ended;

    internal PodId Pod { get; } = pod;

    internal PodLogUsage Usage
    {
        get
        {
            lock (gate) return new PodLogUsage((int)(lines.End - First), files is null ? bytes : files.Length, First, cutBytes);
        }
    }

    /// <summary>The position the next line will have.</summary>
    internal long End
    {
        get
        {
            lock (gate) return lines.End;
        }
    }

    /// <summary>What the log costs in memory.</summary>
    internal long BytesInMemory
    {
        get
        {
            lock (gate) return bytes;
        }
    }

    // The number of the first line there is anywhere.
    private long First => files is null ? lines.First : Math.Min(files.First, lines.First);

    internal void Append(LogEntry entry, long cutBytes)
    {
        lock (gate)
        {
            lines.Add(entry);
            files?.Append(entry);
            bytes += entry.Cost;
            this.cutBytes += cutBytes;
            while (lines.Count > maxLines || (bytes > maxBytes && lines.Count > 1)) bytes -= lines.RemoveFirst().Cost;
            Signal();
        }
    }

    /// <summary>A container has ended for good: who follows it can stop.</summary>
    internal void EndContainer(string container)
    {
        lock (gate)
        {
            (endedContainers ??= []).Add(container);
            Signal();
        }
    }

    /// <summary>Nothing follows: the pod has ended, or goes on without us.</summary>
    internal void Close()
    {
        lock (gate)
        {
            ended = true;
            if (files is not null)
            {
                files.Flush();
                if (files.HaveAllFrom(lines.First))
                {
                    lines.Clear();
                    bytes = 0;
                }
            }

            Signal();
        }
    }

    /// <summary>The position of the first line to read.</summary>
    internal long Position(string? container, int? tail)
    {
        lock (gate)
        {
            if (tail is not { } wanted) return First;
            var position = lines.End;
            while (wanted > 0 && position > lines.First)
            {
                position--;
                if (container is null || lines[position].Container == container) wanted--;
            }

            return wanted == 0 || files is null ? position : PositionInFiles(container, wanted);
        }
    }

    /// <summary>The files are about to go.</summary>
    internal void Forget() => files?.Close();

    /// <summary>Reads some lines from <paramref name="position"/> on, which moves behind them.</summary>
    /// <returns>The lines; when there are none, <paramref name="more"/> ends with the next change, or is null if there will be none.</returns>
    internal LogEntry[] Read(ref long position, string? container, out Task? more)
    {
        lock (gate)
        {
            position = Math.Max(position, First);
            if (position < lines.First && files!.Read(ref position, lines.First, Batch) is { Count: > 0 } older)
            {
                position += older.Count;
                more = null;
                return [.. older];
            }

            position = Math.Max(position, lines.First);
            var count = (int)Math.Min(Batch, lines.End - position);
            var batch = new LogEntry[count];
            for (var i = 0; i < count; i++) batch[i] = lines[position++];

            var over = ended || (container is not null && endedContainers?.Contains(container) == true);
            more = over ? null : (changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            return batch;
        }
    }

    private long PositionInFiles(string? container, int wanted)
    {
        var last = new Queue<long>();
        for (var position = First; position < lines.First;)
        {
            var entries = files!.Read(ref position, lines.First, Batch);
            if (entries.Count == 0) break;
            foreach (var entry in entries)
            {
                if (container is null || entry.Container == container) last.Enqueue(position);
                if (last.Count > wanted) last.Dequeue();
                position++;
            }
        }

        return last.TryPeek(out var first) ? first : lines.First;
    }

    private void Signal()
    {
        changed?.SetResult();
        changed = null;
    }
}
