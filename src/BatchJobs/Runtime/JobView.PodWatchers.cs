using System.Runtime.InteropServices;
using BatchJobs.Client;
using BatchJobs.Commands;
using BatchJobs.Events;
using BatchJobs.Pods;
using BatchJobs.StateMachine;
using BatchJobs.Watching;

namespace BatchJobs.Runtime;

/// <content>Who looks at its pods.</content>
internal sealed partial class JobView
{
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

    public void Unwatch(LatestQueue<long> watcher)
    {
        lock (Gate)
        {
            extras?.PodWatchers?.Remove(watcher);
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
}
