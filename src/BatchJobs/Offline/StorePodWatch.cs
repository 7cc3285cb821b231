using BatchJobs.Client;
using BatchJobs.Persistence;
using BatchJobs.Pods;

namespace BatchJobs.Offline;

/// <summary>What was seen of the pods of a Job of a store, look by look.</summary>
internal sealed class StorePodWatch
{
    private readonly StateWriter writer = new();
    private readonly Dictionary<PodId, byte[]> seen = [];

    /// <summary>Whether a pod is new or has changed since the look before.</summary>
    public bool IsNews(JobPod pod)
    {
        writer.Clear();
        PodStatusCodec.Write(writer, pod.Status);
        ReadOnlySpan<byte> status = writer.Written.Span;
        if (seen.TryGetValue(pod.Id, out byte[]? known) && status.SequenceEqual(known))
        {
            return false;
        }

        seen[pod.Id] = status.ToArray();
        return true;
    }
}
