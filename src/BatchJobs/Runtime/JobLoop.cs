using System.Runtime.InteropServices;
using BatchJobs.Client;
using BatchJobs.Commands;
using BatchJobs.Diagnostics;
using BatchJobs.Events;
using BatchJobs.Execution;
using BatchJobs.Resolution;
using BatchJobs.Rules;
using BatchJobs.Specs;
using BatchJobs.State;
using BatchJobs.StateMachine;
using BatchJobs.Storage;

namespace BatchJobs.Runtime;

/// <summary>The only writer of one Job: takes its mail, steps, saves, acts, publishes, arms the wake-up, and rests.</summary>
internal sealed class JobLoop : Loop<JobEvent>
{
    private readonly LoopServices services;
    private readonly CommandDispatcher dispatcher;
    private readonly JobStateMachine machine;
    private readonly JobTransition transition = new();
    private readonly JobState state;
    private readonly JobTrace trace;
    private PodRequestFactory podFactory;

    public JobLoop(LoopServices services, Job job, JobState state)
        : base(state.Key, services.Quiescence, services.Logger)
    {
        this.services = services;
        this.state = state;
        dispatcher = new CommandDispatcher(services);
        machine = new JobStateMachine(services.Options.PodReportBatchPeriod);
        trace = new JobTrace(state);
        podFactory = new PodRequestFactory(state.Key, state.Uid, state.Spec);
        View = new JobView(job, state, services.Options);
    }

    public Guid Uid => state.Uid;

    /// <summary>The Job for everybody who is not its loop.</summary>
    public JobView View { get; }

    public override void Wake() => Post(JobEvent.WakeupReached());

    /// <summary>For requests only: replaces the object and tells the state machine.</summary>
    public Job Replace(Job job, ResolvedJobSpec spec)
    {
        View.Replace(job, services.NextResourceVersion());
        podFactory = new PodRequestFactory(Key, Uid, spec);
        Happen(JobEvent.SpecChanged(spec));
        return View.Snapshot();
    }

    /// <summary>For requests only: an owner lets the Job go.</summary>
    public void Disown(Guid owner)
    {
        ObjectMeta metadata = View.Stored.Metadata;
        OwnerReference[] left = [.. (metadata.OwnerReferences ?? []).Where(reference => reference.Uid != owner.ToString())];
        View.Replace(View.Stored with { Metadata = metadata with { OwnerReferences = left.Length == 0 ? null : left } }, services.NextResourceVersion());
    }

    public PodStartRequest MakeRequest(PodRecord pod) => podFactory.Make(pod, trace.Find(pod.Ordinal));

    /// <summary>The executor refused a pod, or (without message) was not even asked because it refused others.</summary>
    public void PodRefused(PodRecord pod, string? message) => Post(JobEvent.PodStartRejected(pod.Ordinal, message));

    protected override async ValueTask CycleAsync()
    {
        long begin = services.Time.GetTimestamp();
        Step();
        trace.Follow(transition);
        if (transition.Commands.Count > 0 || transition.StatusChanged || Requests.Count > 0)
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

        if (services.Metrics.MeasuresSyncs)
        {
            services.Metrics.Synced(state, transition, services.Time.GetElapsedTime(begin));
        }
    }

    protected override Exception Gone() => new JobNotFoundException(Key);

    protected override void Broken(Exception error) => View.Close(error);

    private void Step()
    {
        lock (View.Gate)
        {
            ApplyRequests();
            DateTimeOffset now = services.Time.GetUtcNow();
            Span<JobEvent> happened = CollectionsMarshal.AsSpan(Events);
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

            await Task.Delay(StartRetry.After(failures), services.Time, services.Closing).ConfigureAwait(false);
        }
    }

    private void Publish()
    {
        if (View.Publish(transition.StatusChanged || Requests.Count > 0))
        {
            services.Watchers.Changed(this);
            services.CronJobs.ChildChanged(this);
        }

        foreach (JobNotice notice in transition.Notices)
        {
            services.Metrics.Noticed(state, notice, services.Time.GetUtcNow());
            if (notice is { Kind: JobNoticeKind.Finished, Verdict: { } verdict })
            {
                services.Finished.Add(this);
                JobEngineLog.JobFinished(services.Logger, Key, verdict.Success ? "Complete" : "Failed", verdict.Reason, verdict.Message);
            }
        }
    }

    private async ValueTask RemoveAsync(bool orphanPods)
    {
        await services.Store.RemoveAsync(Key, Uid).ConfigureAwait(false);
        services.Timer.Arm(this, null);
        services.Directory.Remove(this);
        Close(Gone());
        View.Close(null);
        services.Watchers.Removed(this);
        services.CronJobs.ChildRemoved(this);
        await dispatcher.ForgetJobAsync(Uid, orphanPods).ConfigureAwait(false);
        JobEngineLog.JobRemoved(services.Logger, Key);
    }
}
