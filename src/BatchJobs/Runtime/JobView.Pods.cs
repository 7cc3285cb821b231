using BatchJobs.Client;
using BatchJobs.Durability;
using BatchJobs.Execution;

namespace BatchJobs.Runtime;

/// <content>Its pods, and what they wrote.</content>
internal sealed partial class JobView
{
    public IReadOnlyList<JobPod> Pods()
    {
        lock (Gate)
        {
            return ListPods();
        }
    }

    public JobPod Pod(string name)
    {
        lock (Gate)
        {
            return ListPods().FirstOrDefault(pod => pod.Name == name) ?? throw new JobNotFoundException(state.Key, "pods", name);
        }
    }

    public JobPod? FindPod(long ordinal)
    {
        lock (Gate)
        {
            JobPast known = Recall();
            JobPod? found = new PodHistory(state, known.Pods).Find(ordinal);
            Forget(known);
            return found;
        }
    }

    /// <summary>For the loop: the end of the output of pods that failed.</summary>
    public void KeepLogs(IReadOnlyCollection<EndedPod> ended)
    {
        lock (Gate)
        {
            if (extras?.Logs is not null || ended.Any(static pod => pod.LogTail.Count > 0))
            {
                (Extra.Logs ??= new KeptLogs(options.FinishedPodHistory)).Add(ended);
            }
        }
    }

    /// <summary>What was kept of the output of a pod.</summary>
    public IReadOnlyList<PodLogLine> KeptLog(long ordinal)
    {
        lock (Gate)
        {
            return extras?.Logs?.Of(ordinal) ?? [];
        }
    }

    /// <summary>For the loop: how many pods have ended.</summary>
    public long EndedPods
    {
        get
        {
            lock (Gate)
            {
                JobPast known = Recall();
                long remembered = known.Pods.Remembered;
                Forget(known);
                return remembered;
            }
        }
    }

    /// <summary>For the loop: adds the pods that have ended after so many others, as far as they are remembered.</summary>
    /// <returns>How many have ended.</returns>
    public long AddEndedSince(long ended, List<EndedPod> since)
    {
        lock (Gate)
        {
            JobPast known = Recall();
            new PodHistory(state, known.Pods).AddSince(ended, since);
            long remembered = known.Pods.Remembered;
            Forget(known);
            return remembered;
        }
    }

    /// <summary>How many pods were asked for and have not ended.</summary>
    public int ActivePods
    {
        get
        {
            lock (Gate)
            {
                return state.HoldsLivingPods ? state.Pods.Active : 0;
            }
        }
    }

    private IReadOnlyList<JobPod> ListPods()
    {
        JobPast known = Recall();
        IReadOnlyList<JobPod> pods = new PodHistory(state, known.Pods).List();
        Forget(known);
        return pods;
    }
}
