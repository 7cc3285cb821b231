using System.Runtime.InteropServices;
using BatchJobs.Client;
using BatchJobs.Commands;
using BatchJobs.Durability;
using BatchJobs.Events;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.StateMachine;
using BatchJobs.Watching;

namespace BatchJobs.Runtime;

/// <content>Its pods, what they wrote, and who looks at them.</content>
internal sealed partial class JobView
{
    public IReadOnlyList<JobPod> Pods()
    {
        lock (Gate)
        {
            return pods.List();
        }
    }

    public JobPod Pod(string name)
    {
        lock (Gate)
        {
            return pods.Find(name) ?? throw new JobNotFoundException(state.Key, "pods", name);
        }
    }

    /// <summary>A queue of the pods that change, those first that are known now; it ends when the Job has finished or is gone.</summary>
    public LatestQueue<long> WatchPods()
    {
        lock (Gate)
        {
            var watcher = new LatestQueue<long>();
            foreach (JobPod pod in pods.List())
            {
                watcher.Enqueue(pod.Id.Ordinal);
            }

            if (closed || state.IsFinished)
            {
                watcher.Complete();
            }
            else
            {
                (podWatchers ??= []).Add(watcher);
            }

            return watcher;
        }
    }

    /// <summary>Whether somebody wants to see each pod.</summary>
    public bool HasPodWatchers => Volatile.Read(ref podWatchers) is { Count: > 0 };

    public JobPod? FindPod(long ordinal)
    {
        lock (Gate)
        {
            return pods.Find(ordinal);
        }
    }

    public void Unwatch(LatestQueue<long> watcher)
    {
        lock (Gate)
        {
            podWatchers?.Remove(watcher);
        }
    }

    /// <summary>For the loop: the end of the output of pods that failed.</summary>
    public void KeepLogs(IReadOnlyCollection<EndedPod> ended)
    {
        lock (Gate)
        {
            if (logs is not null || ended.Any(static pod => pod.LogTail.Count > 0))
            {
                (logs ??= new KeptLogs(attemptLimit)).Add(ended);
            }
        }
    }

    /// <summary>What was kept of the output of a pod.</summary>
    public IReadOnlyList<PodLogLine> KeptLog(long ordinal)
    {
        lock (Gate)
        {
            return logs?.Of(ordinal) ?? [];
        }
    }

    /// <summary>For the loop: how many pods have ended.</summary>
    public long EndedPods => pods.Remembered;

    /// <summary>For the loop: the pods that have ended after so many others, as far as they are remembered.</summary>
    public List<EndedPod> EndedSince(long ended) => pods.Since(ended);

    /// <summary>How many pods were asked for and have not ended.</summary>
    public int ActivePods
    {
        get
        {
            lock (Gate)
            {
                return state.Pods.Active;
            }
        }
    }

    private void TellPodWatchers(ReadOnlySpan<JobEvent> happened, JobTransition transition)
    {
        foreach (ref readonly JobCommand command in CollectionsMarshal.AsSpan(transition.Commands))
        {
            if (command.Kind == JobCommandKind.StartPod)
            {
                Tell(command.Ordinal);
            }
        }

        if (transition.Run is { } run)
        {
            TellPodWatchers(run);
        }

        foreach (ref readonly JobEvent item in happened)
        {
            if (item.Kind is JobEventKind.PodReported or JobEventKind.PodCompleted or JobEventKind.PodVanished)
            {
                Tell(item.Ordinal);
            }
        }
    }

    private void TellPodWatchers(LeasedRun run)
    {
        foreach (ref readonly LeasedEnd end in run.Ends)
        {
            Tell(run.CompletionOf(in end).Ordinal);
        }

        run.Living.ForEach(position => Tell(run.OrdinalOf(position)));
    }

    private void Tell(long ordinal)
    {
        foreach (LatestQueue<long> watcher in podWatchers ?? [])
        {
            watcher.Enqueue(ordinal);
        }
    }

    private void CompletePodWatchers()
    {
        foreach (LatestQueue<long> watcher in podWatchers ?? [])
        {
            watcher.Complete();
        }

        podWatchers = null;
    }
}
