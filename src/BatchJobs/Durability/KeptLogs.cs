using System.Runtime.CompilerServices;
using BatchJobs.Execution;

namespace BatchJobs.Durability;

/// <summary>The kept ends of the output of a Job's pods, for when the executor has them no more.</summary>
/// <remarks>Used under the lock of its loop.</remarks>
internal sealed class KeptLogs(int limit)
{
    private readonly Dictionary<long, IReadOnlyList<PodLogLine>> tails = [];
    private readonly Queue<long> order = [];

    public void Add(IEnumerable<EndedPod> ended)
    {
        foreach (EndedPod pod in ended.Where(pod => pod.LogTail.Count > 0))
        {
            if (tails.TryAdd(pod.Ordinal, pod.LogTail))
            {
                order.Enqueue(pod.Ordinal);
            }

            if (order.Count > limit)
            {
                tails.Remove(order.Dequeue());
            }
        }
    }

    /// <summary>What the executor has, or if it has nothing what was kept.</summary>
    public static async IAsyncEnumerable<PodLogLine> OrElse(
        IAsyncEnumerable<PodLogLine> lines,
        IReadOnlyList<PodLogLine> kept,
        PodLogOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool any = false;
        await foreach (PodLogLine line in lines.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            any = true;
            yield return line;
        }

        if (any)
        {
            yield break;
        }

        foreach (PodLogLine line in kept.Where(line => options.Container is null || options.Container == line.Container).TakeLast(options.Tail ?? int.MaxValue))
        {
            yield return line;
        }
    }

    public IReadOnlyList<PodLogLine> Of(long ordinal) => tails.GetValueOrDefault(ordinal, []);
}
