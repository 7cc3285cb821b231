using BatchJobs.Client;
using BatchJobs.Commands;
using BatchJobs.Diagnostics;
using BatchJobs.Events;
using BatchJobs.Rules;
using BatchJobs.Specs;
using BatchJobs.State;
using BatchJobs.StateMachine;
using BatchJobs.Status;
using BatchJobs.Watching;

namespace BatchJobs.Runtime;

/// <summary>What everybody but its loop sees of a Job: object, pods, events; made only when somebody asks.</summary>
internal sealed class JobView
{
    private readonly JobState state;
    private readonly PodHistory pods;
    private readonly JobJournal journal;
    private readonly List<LatestQueue<long>> podWatchers = [];
    private TaskCompletionSource<Job>? finished;
    private TaskCompletionSource? drained;
    private Job? snapshot;
    private Exception? closedBy;
    private bool closed;

    public JobView(Job job, JobState state, JobEngineOptions options)
    {
        this.state = state;
        Stored = job;
        pods = new PodHistory(state.Key, state.Uid, options.FinishedPodHistory);
        journal = new JobJournal(state.Key.Name, state.Uid, options.EventHistory);
    }

    /// <summary>Guards the state, and everything here, against a step in progress.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The object without status.</summary>
    public Job Stored { get; private set; }

    /// <summary>The object with its status.</summary>
    public Job Snapshot()
    {
        lock (Gate)
        {
            return snapshot ??= Stored with { Metadata = Metadata(), Status = JobStatusProjection.Of(state) };
        }
    }

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

    public IReadOnlyList<JobEventEntry> Events()
    {
        lock (Gate)
        {
            return journal.Events();
        }
    }

    public JobExplanation Explain()
    {
        lock (Gate)
        {
            return new JobExplanation(journal.Decisions(), Outlook.Describe(state), Outlook.NextInstant(state));
        }
    }

    /// <summary>Ends with the finished Job, or fails when the Job goes before it has finished.</summary>
    public Task<Job> WhenFinishedAsync()
    {
        lock (Gate)
        {
            if (state.IsFinished)
            {
                return Task.FromResult(Snapshot());
            }

            if (closed)
            {
                return Task.FromException<Job>(closedBy ?? new JobNotFoundException(state.Key));
            }

            finished ??= new TaskCompletionSource<Job>(TaskCreationOptions.RunContinuationsAsynchronously);
            return finished.Task;
        }
    }

    /// <summary>Ends when no pod of the Job lives.</summary>
    public Task WhenDrainedAsync()
    {
        lock (Gate)
        {
            if (closed || IsDrained)
            {
                return Task.CompletedTask;
            }

            drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return drained.Task;
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
                podWatchers.Add(watcher);
            }

            return watcher;
        }
    }

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
            podWatchers.Remove(watcher);
        }
    }

    /// <summary>For the loop, under the gate: a new object.</summary>
    public void Replace(Job job, string resourceVersion)
    {
        Stored = job;
        Touch(resourceVersion);
    }

    /// <summary>For the loop, under the gate: the object or its status has changed.</summary>
    public void Touch(string resourceVersion)
    {
        Stored = Stored with { Metadata = Stored.Metadata with { ResourceVersion = resourceVersion } };
        snapshot = null;
    }

    /// <summary>For the loop, under the gate: what a step did.</summary>
    public void Follow(ReadOnlySpan<JobEvent> happened, JobTransition transition, DateTimeOffset now)
    {
        foreach (JobCommand command in transition.Commands)
        {
            if (command.Kind == JobCommandKind.StartPod)
            {
                pods.Add(command.Pod!);
                Tell(command.Ordinal);
            }
        }

        foreach (ref readonly JobEvent item in happened)
        {
            if (item.Kind == JobEventKind.PodReported)
            {
                pods.Report(item.Ordinal, item.Status!);
                Tell(item.Ordinal);
            }
            else if (item.Kind == JobEventKind.PodVanished)
            {
                pods.Report(item.Ordinal, LostPod.Status(now));
                Tell(item.Ordinal);
            }
            else if (item.Kind == JobEventKind.PodStartRejected)
            {
                pods.Remove(item.Ordinal);
            }
        }

        journal.Add(transition.Notices, now);
    }

    /// <summary>Tells those who wait that a step is saved and done.</summary>
    /// <returns>Whether there is news for watchers.</returns>
    public bool Publish(bool changed)
    {
        lock (Gate)
        {
            if (state.IsFinished)
            {
                finished?.TrySetResult(Snapshot());
                finished = null;
                CompletePodWatchers();
            }

            if (IsDrained)
            {
                drained?.TrySetResult();
                drained = null;
            }

            return changed;
        }
    }

    /// <summary>Nobody will step the Job any more: it is gone, or its loop has broken.</summary>
    public void Close(Exception? error)
    {
        lock (Gate)
        {
            closed = true;
            closedBy = error;
            if (state.IsFinished)
            {
                finished?.TrySetResult(Snapshot());
            }

            finished?.TrySetException(error ?? new JobNotFoundException(state.Key));
            drained?.TrySetResult();
            CompletePodWatchers();
        }
    }

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

    /// <summary>What broke the loop of the Job; null while it is sound.</summary>
    public Exception? BrokenBy
    {
        get
        {
            lock (Gate)
            {
                return closedBy;
            }
        }
    }

    /// <summary>The Job is gone.</summary>
    public bool IsClosed
    {
        get
        {
            lock (Gate)
            {
                return closed;
            }
        }
    }

    private bool IsDrained => state.Pods.Active + state.Pods.Terminating == 0;

    private ObjectMeta Metadata() => state.Deletion is { } deletion
        ? Stored.Metadata with { DeletionTimestamp = deletion.At, DeletionGracePeriodSeconds = 0 }
        : Stored.Metadata;

    private void Tell(long ordinal)
    {
        foreach (LatestQueue<long> watcher in podWatchers)
        {
            watcher.Enqueue(ordinal);
        }
    }

    private void CompletePodWatchers()
    {
        foreach (LatestQueue<long> watcher in podWatchers)
        {
            watcher.Complete();
        }

        podWatchers.Clear();
    }
}
