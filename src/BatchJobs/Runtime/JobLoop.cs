using System.Runtime.InteropServices;
using BatchJobs.Commands;
using BatchJobs.Diagnostics;
using BatchJobs.Events;
using BatchJobs.Execution;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.State;
using BatchJobs.StateMachine;
using BatchJobs.Storage;

namespace BatchJobs.Runtime;

/// <summary>The only writer of one Job: takes its mail, steps, saves, acts, publishes, arms the wake-up, and rests.</summary>
internal sealed class JobLoop : IThreadPoolWorkItem
{
    private readonly LoopServices services;
    private readonly CommandDispatcher dispatcher;
    private readonly JobStateMachine machine;
    private readonly Mailbox mailbox = new();
    private readonly JobTransition transition = new();
    private readonly JobState state;
    private List<JobEvent> events = [];
    private List<LoopRequest> requests = [];
    private PodRequestFactory podFactory;

    public JobLoop(LoopServices services, Job job, JobState state)
    {
        this.services = services;
        this.state = state;
        dispatcher = new CommandDispatcher(services);
        machine = new JobStateMachine(services.Options.PodReportBatchPeriod);
        podFactory = new PodRequestFactory(state.Key, state.Uid, state.Spec);
        View = new JobView(job, state, services.Options);
    }

    public JobKey Key => state.Key;

    public Guid Uid => state.Uid;

    /// <summary>The Job for everybody who is not its loop.</summary>
    public JobView View { get; }

    /// <summary>For the timer only, under its lock.</summary>
    public DateTimeOffset? WakeupAt { get; set; }

    public void Post(in JobEvent happened)
    {
        if (mailbox.Post(happened))
        {
            Run();
        }
    }

    public void Wake() => Post(JobEvent.WakeupReached());

    /// <summary>Does something between two steps.</summary>
    /// <exception cref="Client.JobNotFoundException">The Job is gone.</exception>
    public Task<T> AskAsync<T>(Func<JobLoop, T> apply)
    {
        var request = new LoopRequest<T>(apply);
        switch (mailbox.Post(request))
        {
            case true:
                Run();
                break;
            case null:
                request.Fail(new Client.JobNotFoundException(Key));
                break;
        }

        return request.Answer;
    }

    /// <summary>For requests only: replaces the object and, if its spec changed, tells the state machine.</summary>
    public Job Replace(Job job, Resolution.ResolvedJobSpec spec)
    {
        View.Replace(job, services.NextResourceVersion());
        podFactory = new PodRequestFactory(Key, Uid, spec);
        events.Add(JobEvent.SpecChanged(spec));
        return View.Snapshot();
    }

    /// <summary>For requests only: adds to the events of this step.</summary>
    public void Happen(in JobEvent happened) => events.Add(happened);

    public PodStartRequest MakeRequest(PodRecord pod) => podFactory.Make(pod);

    /// <summary>The executor refused a pod, or (without message) was not even asked because it refused others.</summary>
    public void PodRefused(PodRecord pod, string? message) => Post(JobEvent.PodStartRejected(pod.Ordinal, message));

    async void IThreadPoolWorkItem.Execute()
    {
        try
        {
            while (mailbox.TryTake(ref events, ref requests))
            {
                await CycleAsync().ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // nobody above to catch it; the Job stops, the others go on
        catch (Exception error)
#pragma warning restore CA1031
        {
            JobEngineLog.LoopFailed(services.Logger, Key, error);
            Fail(requests, error);
            Fail(mailbox.Close(), error);
            View.Close(error);
        }
        finally
        {
            services.Quiescence.Exit();
        }
    }

    private void Run()
    {
        services.Quiescence.Enter();
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private async ValueTask CycleAsync()
    {
        Step();
        if (transition.Commands.Count > 0 || transition.StatusChanged || requests.Count > 0)
        {
            await SaveAsync().ConfigureAwait(false);
        }

        if (transition.Commands.Count > 0)
        {
            await dispatcher.ExecuteAsync(this, transition.Commands).ConfigureAwait(false);
        }

        if (transition.Commands is [.., { Kind: JobCommandKind.RemoveJob } removal])
        {
            await RemoveAsync(removal.OrphanPods).ConfigureAwait(false);
        }
        else
        {
            Publish();
            services.Timer.Arm(this, transition.Wakeup);
        }

        foreach (LoopRequest request in requests)
        {
            request.Complete();
        }
    }

    private void Step()
    {
        lock (View.Gate)
        {
            requests.RemoveAll(request => !request.TryApply(this));
            DateTimeOffset now = services.Time.GetUtcNow();
            Span<JobEvent> happened = CollectionsMarshal.AsSpan(events);
            machine.Step(state, happened, now, transition);
            View.Follow(happened, transition, now);
            if (transition.StatusChanged)
            {
                View.Touch(services.NextResourceVersion());
            }
        }
    }

    private async ValueTask SaveAsync()
    {
        for (int failures = 1; ; failures++)
        {
            try
            {
                await services.Store.SaveAsync(new StoredJob(View.Stored, state)).ConfigureAwait(false);
                return;
            }
#pragma warning disable CA1031 // no effect may come before the state is safe, so try until it is
            catch (Exception error)
#pragma warning restore CA1031
            {
                JobEngineLog.SaveFailed(services.Logger, Key, error);
            }

            await Task.Delay(Rules.StartRetry.After(failures), services.Time, services.Closing).ConfigureAwait(false);
        }
    }

    private void Publish()
    {
        if (View.Publish(transition.StatusChanged || requests.Count > 0))
        {
            services.Watchers.Changed(this);
        }

        foreach (JobNotice notice in transition.Notices)
        {
            if (notice is { Kind: JobNoticeKind.Finished, Verdict: { } verdict })
            {
                JobEngineLog.JobFinished(services.Logger, Key, verdict.Success ? "Complete" : "Failed", verdict.Reason, verdict.Message);
            }
        }
    }

    private async ValueTask RemoveAsync(bool orphanPods)
    {
        await services.Store.RemoveAsync(Key, Uid).ConfigureAwait(false);
        services.Timer.Arm(this, null);
        services.Directory.Remove(this);
        Fail(mailbox.Close(), new Client.JobNotFoundException(Key));
        View.Close(null);
        services.Watchers.Removed(this);
        await dispatcher.ForgetJobAsync(Uid, orphanPods).ConfigureAwait(false);
        JobEngineLog.JobRemoved(services.Logger, Key);
    }

    private static void Fail(IReadOnlyList<LoopRequest> unanswered, Exception error)
    {
        foreach (LoopRequest request in unanswered)
        {
            request.Fail(error);
        }
    }
}
