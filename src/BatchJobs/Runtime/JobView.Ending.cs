using BatchJobs.Client;
using BatchJobs.Specs;
using BatchJobs.StateMachine;

namespace BatchJobs.Runtime;

/// <content>Its end, and who waits for it.</content>
internal sealed partial class JobView
{
    /// <summary>The Job has finished, and that is safe: nobody who waits is answered between the step and its saving.</summary>
    private bool IsEndTold { get; set; }

    /// <summary>Ends with the finished Job, or fails when the Job goes before it has finished.</summary>
    public Task<Job> WhenFinishedAsync()
    {
        lock (Gate)
        {
            if (IsEndTold || (closed && extras?.ClosedBy is null && state.IsFinished))
            {
                return Task.FromResult(Snapshot());
            }

            if (closed)
            {
                return Task.FromException<Job>(extras?.ClosedBy ?? new JobNotFoundException(state.Key));
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

            return (Extra.Drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Tells those who wait that a step is saved and done.</summary>
    /// <remarks>The loop alone changes the state, so it may look without the lock whether there is somebody to tell.</remarks>
    public void Publish()
    {
        bool drains = extras?.Drained is not null && IsDrained;
        if (!state.IsFinished && !drains)
        {
            return;
        }

        lock (Gate)
        {
            if (state.IsFinished)
            {
                IsEndTold = true;
                finished?.TrySetResult(Snapshot());
                finished = null;
                CompletePodWatchers();
            }

            if (extras?.Drained is { } drained && IsDrained)
            {
                drained.TrySetResult();
                extras.Drained = null;
            }
        }
    }

    /// <summary>For the loop: the Job has finished, and has let go of what it needs no more.</summary>
    public bool IsTrimmed => trimmed;

    /// <summary>For the loop: the Job has finished, and lets go of what it needs no more.</summary>
    public void Trim(JobTransition transition)
    {
        lock (Gate)
        {
            state.Trim(transition.Spares, transition.SpareWork);
            trimmed = true;
            snapshot = null;
            if (past is JobPast known)
            {
                past = known.Fold();
                known.End();
            }
        }
    }

    /// <summary>The Job is gone, with that version.</summary>
    public void Remove(long lastVersion)
    {
        lock (Gate)
        {
            Touch(lastVersion);
            Close(null);
        }
    }

    /// <summary>Nobody will step the Job any more: it is gone, or its loop has broken.</summary>
    public void Close(Exception? error)
    {
        lock (Gate)
        {
            closed = true;
            if (error is not null)
            {
                Extra.ClosedBy = error;
            }

            if (IsEndTold || (error is null && state.IsFinished))
            {
                finished?.TrySetResult(Snapshot());
            }

            finished?.TrySetException(error ?? new JobNotFoundException(state.Key));
            extras?.Drained?.TrySetResult();
            CompletePodWatchers();
        }
    }

    /// <summary>What broke the loop of the Job; null while it is sound.</summary>
    public Exception? BrokenBy
    {
        get
        {
            lock (Gate)
            {
                return extras?.ClosedBy;
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

    /// <summary>The Job has finished, and no pod of it lives.</summary>
    public bool IsOver
    {
        get
        {
            lock (Gate)
            {
                return state.IsFinished && IsDrained;
            }
        }
    }

    private bool IsDrained => !state.HoldsLivingPods;
}
