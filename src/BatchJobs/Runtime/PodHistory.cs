using BatchJobs.Client;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.State;

namespace BatchJobs.Runtime;

/// <summary>The pods of a Job for people to look at: those that live, and the latest of those that ended.</summary>
/// <remarks>Used under the lock of its loop.</remarks>
internal sealed class PodHistory(JobKey job, Guid jobUid, int endedLimit)
{
    private static readonly PodStatus Requested = new() { Phase = PodPhase.Pending, Scheduled = false };

    private readonly Dictionary<long, Entry> entries = [];
    private readonly Queue<long> ended = [];

    public void Add(PodRecord pod) => entries.TryAdd(pod.Ordinal, new Entry(pod.Index, pod.CreatedAt, Requested));

    public void Remove(long ordinal) => entries.Remove(ordinal);

    public void Report(long ordinal, PodStatus status)
    {
        if (!entries.TryGetValue(ordinal, out Entry? entry))
        {
            return;
        }

        bool wasEnded = HasEnded(entry.Status);
        entry.Status = status;
        if (!wasEnded && HasEnded(status))
        {
            ended.Enqueue(ordinal);
            if (ended.Count > endedLimit)
            {
                entries.Remove(ended.Dequeue());
            }
        }
    }

    public JobPod? Find(long ordinal) => entries.TryGetValue(ordinal, out Entry? entry) ? View(ordinal, entry) : null;

    public JobPod? Find(string name) => List().FirstOrDefault(pod => pod.Name == name);

    public IReadOnlyList<JobPod> List() => [.. entries.OrderBy(entry => entry.Key).Select(entry => View(entry.Key, entry.Value))];

    private static bool HasEnded(PodStatus status) => status.Phase is PodPhase.Succeeded or PodPhase.Failed;

    private JobPod View(long ordinal, Entry entry) => new()
    {
        Id = new PodId(jobUid, ordinal),
        Name = PodNaming.Name(job.Name, jobUid, entry.Index, ordinal),
        Uid = PodSuffix.Uid(jobUid, ordinal),
        Index = entry.Index == PodRecord.NoIndex ? null : entry.Index,
        CreationTimestamp = entry.CreatedAt,
        Status = entry.Status,
    };

    private sealed class Entry(int index, DateTimeOffset createdAt, PodStatus status)
    {
        public int Index { get; } = index;

        public DateTimeOffset CreatedAt { get; } = createdAt;

        public PodStatus Status { get; set; } = status;
    }
}
