using System.Runtime.CompilerServices;
using BatchJobs.Execution;

namespace BatchJobs.InProcess.Logs;

/// <summary>The latest lines of a pod, for any number of readers.</summary>
/// <param name="container">The container that writes.</param>
/// <param name="limit">How many lines are kept.</param>
internal sealed class PodLog(string container, int limit)
{
    private readonly Lock gate = new();
    private readonly Queue<PodLogLine> lines = new();
    private TaskCompletionSource? news;
    private long written;
    private bool completed;

    public void Write(string? text, bool isError, DateTimeOffset now)
    {
        lock (gate)
        {
            if (completed || limit == 0)
            {
                return;
            }

            foreach (string line in (text ?? "").Split('\n'))
            {
                if (lines.Count == limit)
                {
                    lines.Dequeue();
                }

                lines.Enqueue(new PodLogLine(container, line.TrimEnd('\r'), isError, now));
                written++;
            }

            Tell();
        }
    }

    /// <summary>No line comes any more; false if that was known.</summary>
    public bool TryComplete()
    {
        lock (gate)
        {
            if (completed)
            {
                return false;
            }

            completed = true;
            Tell();
            return true;
        }
    }

    public async IAsyncEnumerable<PodLogLine> ReadAsync(PodLogOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (options.Container is { } wanted && wanted != container)
        {
            yield break;
        }

        long next = -1;
        while (true)
        {
            PodLogLine[] batch;
            Task? more = null;
            lock (gate)
            {
                long first = written - lines.Count;
                next = next >= 0 ? Math.Max(next, first) : Math.Max(first, written - (options.Tail ?? long.MaxValue));
                batch = [.. lines.Skip((int)(next - first))];
                next = written;
                if (options.Follow && !completed)
                {
                    more = (news ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
                }
            }

            foreach (PodLogLine line in batch)
            {
                yield return line;
            }

            if (more is null)
            {
                yield break;
            }

            await more.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Tell()
    {
        news?.TrySetResult();
        news = null;
    }
}
