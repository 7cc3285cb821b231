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

    /// <summary>A queue of the pods that change, those first that are known now; it ends when the Job has finished or is gone.</summary>
    public LatestQueue<long> WatchPods()
    {
        lock (Gate)
        {
            var watcher = new LatestQueue<long>();
            foreach (JobPod pod in ListPods())
            {
                watcher.Enqueue(pod.Id.Ordinal);
            }

            if (closed || state.IsFinished)
            {
                watcher.Complete();
            }
            else
            {
                (Extra.PodWatchers ??= []).Add(watcher);
            }

            return watcher;
        }
    }

    /// <summary>Whether somebody wants to see each pod.</summary>
    public bool HasPodWatchers => Volatile.Read(ref extras) is { PodWatchers.Count: > 0 };

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

    public void Unwatch(LatestQueue<long> watcher)
    {
        lock (Gate)
        {
            extras?.PodWatchers?.Remove(watcher);
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
        for (int i = 0; i < run.Count; i++)
        {
            if (!run[i].IsSkipped)
            {
                Tell(run.CompletionOf(in run[i]).Ordinal);
            }
        }

        run.Living.ForEach(position => Tell(run.OrdinalOf(position)));
    }

    private void Tell(long ordinal)
    {
        foreach (LatestQueue<long> watcher in extras?.PodWatchers ?? [])
        {
            watcher.Enqueue(ordinal);
        }
    }

    private void CompletePodWatchers()
    {
        if (extras?.PodWatchers is { } watchers)
        {
            watchers.ForEach(static watcher => watcher.Complete());
            extras.PodWatchers = null;
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
