using BatchJobs.Pods;

namespace BatchJobs.Processes.Logs;

/// <summary>The last output of a pod, bounded: the oldest lines make room for new ones.</summary>
internal sealed class PodLog(PodId pod, long maxBytes, int maxLines)
{
    private readonly Lock gate = new();
    private readonly LogRing lines = new();
    private readonly HashSet<string> endedContainers = [];
    private TaskCompletionSource? changed;
    private long bytes;
    private long cutBytes;
    private bool ended;

    internal PodId Pod { get; } = pod;

    internal PodLogUsage Usage
    {
        get
        {
            lock (gate) return new PodLogUsage(lines.Count, bytes, lines.First, cutBytes);
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

    internal void Append(LogEntry entry, long cutBytes)
    {
        lock (gate)
        {
            lines.Add(entry);
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
            endedContainers.Add(container);
            Signal();
        }
    }

    /// <summary>The pod has ended.</summary>
    internal void Close()
    {
        lock (gate)
        {
            ended = true;
            Signal();
        }
    }

    /// <summary>The position of the first line to read.</summary>
    internal long Position(string? container, int? tail)
    {
        lock (gate)
        {
            if (tail is not { } wanted) return lines.First;
            var position = lines.End;
            while (wanted > 0 && position > lines.First)
            {
                position--;
                if (container is null || lines[position].Container == container) wanted--;
            }

            return position;
        }
    }

    /// <summary>Reads some lines from <paramref name="position"/> on, which moves behind them.</summary>
    /// <returns>The lines; when there are none, <paramref name="more"/> ends with the next change, or is null if there will be none.</returns>
    internal LogEntry[] Read(ref long position, string? container, out Task? more)
    {
        const int Batch = 256;
        lock (gate)
        {
            position = Math.Max(position, lines.First);
            var count = (int)Math.Min(Batch, lines.End - position);
            var batch = new LogEntry[count];
            for (var i = 0; i < count; i++) batch[i] = lines[position++];

            var over = ended || (container is not null && endedContainers.Contains(container));
            more = over ? null : (changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            return batch;
        }
    }

    private void Signal()
    {
        changed?.SetResult();
        changed = null;
    }
}
