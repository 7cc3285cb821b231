using BatchJobs.Client;
using BatchJobs.Durability;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.State;

namespace BatchJobs.Runtime;

/// <summary>The pods of a Job for people to look at: those that its state holds, and the latest of those that ended.</summary>
/// <remarks>Used under the lock of its loop.</remarks>
internal readonly struct PodHistory(JobState state, EndedPods ended)
{
    private static readonly PodStatus Requested = new() { Phase = PodPhase.Pending, Scheduled = false };

    public JobPod? Find(long ordinal)
    {
        if (state.HoldsPods && state.Pods.TryGet(ordinal, out PodRecord? pod))
        {
            return View(pod);
        }

        for (int i = 0; i < ended.Count; i++)
        {
            if (ended[i].Ordinal == ordinal)
            {
                return View(in ended[i]);
            }
        }

        return null;
    }

    public IReadOnlyList<JobPod> List()
    {
        List<JobPod> pods = [];
        for (int i = 0; i < ended.Count; i++)
        {
            if (!state.HoldsPods || !state.Pods.TryGet(ended[i].Ordinal, out _))
            {
                pods.Add(View(in ended[i]));
            }
        }

        if (state.HoldsPods)
        {
            pods.AddRange(state.Pods.All.Select(View));
        }

        return [.. pods.OrderBy(pod => pod.Id.Ordinal)];
    }

    /// <summary>Adds those that were remembered after so many others and are not forgotten yet, oldest first.</summary>
    public void AddSince(long remembered, List<EndedPod> since)
    {
        for (int i = ended.Count - (int)Math.Min(ended.Remembered - remembered, ended.Count); i < ended.Count; i++)
        {
            since.Add(new EndedPod(ended[i], []));
        }
    }

    private JobPod View(PodRecord pod) => View(pod.Ordinal, pod.Index, pod.CreatedAt, pod.Status ?? Requested);

    private JobPod View(in EndedPodEntry pod) => View(pod.Ordinal, pod.Index, pod.CreatedAt, pod.Status);

    private JobPod View(long ordinal, int index, DateTimeOffset createdAt, PodStatus status) => new()
    {
        Id = new PodId(state.Uid, ordinal),
        Name = PodNaming.Name(state.Key.Name, state.Uid, index, ordinal),
        Uid = PodSuffix.Uid(state.Uid, ordinal),
        Index = index == PodRecord.NoIndex ? null : index,
        CreationTimestamp = createdAt,
        Status = status,
    };
}
