using BatchJobs.Pods;

namespace BatchJobs.Processes.Logs;

/// <summary>The last output of a pod, bounded: the oldest lines make room for new ones.</summary>
internal sealed class PodLog(PodId pod, long maxBytes, int maxLines)
{
    private readonly Lock _gate = new();
    private readonly LogRing _lines = new();
    private readonly HashSet<string> _endedContainers = [];
    private TaskCompletionSource? _changed;
    private long _bytes;
    private long _cutBytes;
    private bool _ended;

    internal PodId Pod { get; } = pod;

    internal PodLogUsage Usage
    {
        get
        {
            lock (_gate) return new PodLogUsage(_lines.Count, _bytes, _lines.First, _cutBytes);
        }
    }

    /// <summary>The position the next line will have.</summary>
    internal long End
    {
        get
        {
            lock (_gate) return _lines.End;
        }
    }

    internal void Append(LogEntry entry, long cutBytes)
    {
        lock (_gate)
        {
            _lines.Add(entry);
            _bytes += entry.Cost;
            _cutBytes += cutBytes;
            while (_lines.Count > maxLines || (_bytes > maxBytes && _lines.Count > 1)) _bytes -= _lines.RemoveFirst().Cost;
            Signal();
        }
    }

    /// <summary>A container has ended for good: who follows it can stop.</summary>
    internal void EndContainer(string container)
    {
        lock (_gate)
        {
            _endedContainers.Add(container);
            Signal();
        }
    }

    /// <summary>The pod has ended.</summary>
    internal void Close()
    {
        lock (_gate)
        {
            _ended = true;
            Signal();
        }
    }

    /// <summary>The position of the first line to read.</summary>
    internal long Position(string? container, int? tail)
    {
        lock (_gate)
        {
            if (tail is not { } wanted) return _lines.First;
            var position = _lines.End;
            while (wanted > 0 && position > _lines.First)
            {
                position--;
                if (container is null || _lines[position].Container == container) wanted--;
            }

            return position;
        }
    }

    /// <summary>Reads some lines from <paramref name="position"/> on, which moves behind them.</summary>
    /// <returns>The lines; when there are none, <paramref name="more"/> ends with the next change, or is null if there will be none.</returns>
    internal LogEntry[] Read(ref long position, string? container, out Task? more)
    {
        const int Batch = 256;
        lock (_gate)
        {
            position = Math.Max(position, _lines.First);
            var count = (int)Math.Min(Batch, _lines.End - position);
            var lines = new LogEntry[count];
            for (var i = 0; i < count; i++) lines[i] = _lines[position++];

            var over = _ended || (container is not null && _endedContainers.Contains(container));
            more = over ? null : (_changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            return lines;
        }
    }

    private void Signal()
    {
        _changed?.SetResult();
        _changed = null;
    }
}
