using System.Diagnostics;
using System.Runtime.InteropServices;
using BatchJobs.Client;
using BatchJobs.Commands;
using BatchJobs.Diagnostics;
using BatchJobs.Durability;
using BatchJobs.Events;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Resolution;
using BatchJobs.Specs;
using BatchJobs.State;
using BatchJobs.StateMachine;

namespace BatchJobs.Runtime;

/// <summary>The only writer of one Job: takes its mail, steps, saves, acts, publishes, arms the wake-up, and rests.</summary>
internal sealed class JobLoop : Loop<JobEvent>
{
    private static readonly ConvertToEvent<PodCompletion> Completed = JobEvent.PodCompleted;

    private readonly LoopServices services;
    private JobTransition transition = null!;
    private readonly JobState state;
    private JobTrace? trace;
    private readonly JobSaver? saver;
    private JobLease? lease;
    private PodRequestFactory? podFactory;

    /// <summary>A new Job.</summary>
    public JobLoop(LoopServices services, Job job, JobState state, long version, AdmittedAgain? recipe)
        : this(services, job, state, new JobView(job, state, services.Options, version, recipe), kept: null)
    {
    }

    /// <summary>A Job that was found in the store.</summary>
    public JobLoop(LoopServices services, KeptJob kept)
        : this(services, kept.Job, kept.State, new JobView(kept, services.Options), kept)
    {
    }

    private JobLoop(LoopServices services, Job job, JobState state, JobView view, KeptJob? kept)
    {
        this.services = services;
        this.state = state;
        View = view;
        state.Cordoned |= services.Options.Cordoned;
        trace = JobTrace.IsWanted && !state.IsFinished ? new JobTrace(state, CreatorSpan.Of(job) ?? Activity.Current?.Context ?? default) : null;
        saver = services.Commits is { } commits ? new JobSaver(services, commits, view, state, kept) : null;
    }

    public override JobKey Key => state.Key;

    public Guid Uid => state.Uid;

    public ResolvedJobSpec Spec => state.Spec;

    /// <summary>Whether the Job is in the store.</summary>
    public bool IsSaved => saver is { IsSaved: true };

    /// <summary>Whether the executor may have something to tell of the Job; one nearby forgets a Job that has finished.</summary>
    public bool IsReported => services.Nearby is null || !View.IsTrimmed;

    protected override LoopServices Services => services;

    public DateTimeOffset? FinishedAt => state.FinishedAt;

    /// <summary>Whether the Job is one of those that <see cref="FinishedJobs"/> counts; under its lock.</summary>
    public bool CountsAsKept { get; set; }

    /// <summary>The Job for everybody who is not its loop.</summary>
    public JobView View { get; }

    public override void Wake() => Post(JobEvent.WakeupReached());

    /// <summary>Does something between two steps, as <see cref="Loop{TEvent}.AskAsync"/> does.</summary>
    /// <returns>false if the Job has gone before that.</returns>
    public async Task<bool> TryAskAsync(Action apply)
    {
        try
        {
            return await AskAsync(() =>
            {
                apply();
                return true;
            }).ConfigureAwait(false);
        }
        catch (JobNotFoundException)
        {
            return false;
        }
    }

    /// <summary>For requests only: replaces the object and tells the state machine.</summary>
    public Job Replace(Job job, ResolvedJobSpec spec)
    {
        podFactory?.KeepObject();
        View.Replace(job, services.NextVersion());
        podFactory = new PodRequestFactory(state, View, spec);
        Happen(JobEvent.SpecChanged(spec));
        return View.Snapshot();
    }

    /// <summary>For requests only: an owner lets the Job go.</summary>
    public void Disown(Guid owner)
    {
        ObjectMeta metadata = View.Stored.Metadata;
        OwnerReference[] left = [.. (metadata.OwnerReferences ?? []).Where(reference => reference.Uid != owner.ToString())];
        View.Replace(View.Stored with { Metadata = metadata with { OwnerReferences = left.Length == 0 ? null : left } }, services.NextVersion());
    }

    /// <summary>Lets the Job be found, and has it begin when its turn comes.</summary>
    public void Hold(HeldJobs held)
    {
        Hold();
        try
        {
            LetIn(services.Directory.TryAddHeld(this));
        }
        catch
        {
            services.Quiescence.Exit();
            throw;
        }

        held.Add(this);

        // Looked at once the Job waits, so that either this sees the engine stop or the stopping engine sees the Job.
        if (services.Stopping)
        {
            held.BeginAll();
        }
    }

    /// <summary>Begins, on the caller's thread, with a Job that was held.</summary>
    public async void BeginHeld()
    {
        try
        {
            await BeginHeldAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // the loop has broken, which is told to everybody who asks
        catch
#pragma warning restore CA1031
        {
        }
    }

    /// <summary>Before the first step: the pods that are not where they were, given those that the executor has.</summary>
    public IEnumerable<long> LostPods(IReadOnlySet<long> known) =>
        [.. state.Pods.All.Where(pod => !pod.IsTerminal && !known.Contains(pod.Ordinal) && pod is not { HasReport: false, IsActive: true }).Select(pod => pod.Ordinal)];

    public PodStartRequest MakeRequest(PodRecord pod) => Pods.Make(pod, trace?.Find(pod.Ordinal));

    /// <summary>Starts a pod without a request, 64 bytes less, if the executor can do with what all pods of the Job have in common.</summary>
    public bool TryStartBriefly(PodRecord pod) =>
        services.Nearby is { } executor
        && pod is { FailureCount: 0, IgnoredFailureCount: 0 }
        && trace?.Find(pod.Ordinal) is null
        && executor.TryStart(Pods, pod.Ordinal, pod.Index, pod.CreatedAt);

    /// <summary>Pods have ended; what follows may be done on this thread.</summary>
    public void PodsCompleted(ReadOnlySpan<PodCompletion> ended) => PostAndRun(ended, Completed);

    /// <summary>There are too many Jobs; what follows may be done on this thread.</summary>
    public void Delete() => PostAndRun(JobEvent.DeletionRequested(DeletionMode.Background));

    /// <summary>The executor has more to tell than it was lent, or has not told anything for long.</summary>
    public void TakeLeaseBack() => PostAndRun(JobEvent.WakeupReached());

    /// <summary>Looks at the Job; whatever the executor has done by itself is known by then.</summary>
    public Task<T> LookAsync<T>(Func<JobView, T> question) =>
        lease is { IsOut: true } ? AskAsync(() => question(View), here: true) : Task.FromResult(question(View));

    /// <summary>The executor refused a pod, or (without message) was not even asked because it refused others.</summary>
    public void PodRefused(PodRecord pod, string? message) => Post(JobEvent.PodStartRejected(pod.Ordinal, message));

    protected override async ValueTask CycleAsync()
    {
        bool measured = services.Metrics.MeasuresSyncs;
        long begin = measured ? services.Time.GetTimestamp() : 0;
        transition = TransitionPool.Rent();
        PodLease? taken = Step(out DateTimeOffset now);
        Trace();
        bool ahead = MayRunAhead;
        if (ahead)
        {
            await ActAsync().ConfigureAwait(false);
            LendAndGoAhead();
        }

        if (transition.Commands.Count > 0 || transition.Notices.Count > 0 || transition.StatusChanged || IsAwaited)
        {
            services.Options.SaveWatcher?.Saved(state);
            if (saver is not null)
            {
                await saver.SaveAsync(transition, now).ConfigureAwait(false);
                if (IsBeginning && IsSaved)
                {
                    services.CreationTurns?.Leave();
                }
            }
        }

        if (!ahead)
        {
            await ActAsync().ConfigureAwait(false);
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

        if (taken is not null)
        {
            lease?.Return(taken);
        }

        if (!ahead)
        {
            LendAndGoAhead();
        }

        if (measured)
        {
            services.Metrics.Synced(state, transition, services.Time.GetElapsedTime(begin));
        }

        TransitionPool.Return(transition);
        transition = null!;
    }

    protected override Exception Gone() => new JobNotFoundException(Key);

    protected override void Broken(Exception error)
    {
        lease?.CallBack();
        if (saver is { IsSaved: false })
        {
            services.Directory.Remove(this); // a Job that the store has refused was never there
        }

        View.Close(error);
        services.Metrics.Broke(state);
    }

    /// <returns>What was lent, and is a part of the step.</returns>
    private PodLease? Step(out DateTimeOffset now)
    {
        PodLease? taken = lease?.CallBack();
        lock (View.Gate)
        {
            now = services.Time.GetUtcNow();
            if (taken is not null)
            {
                // Counters want to hear of every notice.
                services.Machine.TakeBack(state, taken.Run, now, services.Metrics.CountsNotices ? int.MaxValue : services.Options.EventHistory, transition);
            }

            if (IsBeginning)
            {
                Enter(now);
            }

            ApplyRequests();
            ReadOnlySpan<JobEvent> happened = Events;
            services.Machine.Step(state, happened, now, transition);
            View.Follow(happened, transition, now);
            if (transition.StatusChanged)
            {
                View.Touch(services.NextVersion());
            }
        }

        return taken;
    }

    /// <summary>Lets the Job be found, and submits it at the time of this step, which looks at it at once.</summary>
    private void Enter(DateTimeOffset now)
    {
        if (IsKnown)
        {
            services.Directory.ExpectReports(this);
        }
        else
        {
            LetIn(services.Directory.TryAdd(this));
        }

        Entered();
        JobStateMachine.Submit(state, now);

        // Looked at once the Job can be found, so that either this sees the engine stop or the stopping engine sees the Job.
        if (services.Stopping)
        {
            Happen(JobEvent.EngineStopping());
        }
    }

    private void LetIn(bool isNew)
    {
        if (!isNew)
        {
            throw new JobAlreadyExistsException(Key);
        }

        // Looked at once the Job can be found, so that either this sees the end of the engine or that end sees the Job.
        if (services.Closed)
        {
            services.Directory.Remove(this);
            throw new ObjectDisposedException(nameof(JobEngine));
        }
    }

    private void Trace()
    {
        if (trace is null && !state.IsFinished && JobTrace.HasListeners)
        {
            trace = JobTrace.Late(state, CreatorSpan.Of(View.Stored) ?? default);
        }

        trace?.Follow(transition);
    }

    /// <summary>What makes its pods; not made before there are any.</summary>
    private PodRequestFactory Pods => podFactory ??= new PodRequestFactory(state, View);

    /// <summary>Whether this step does nothing but go on with pods that may run ahead of the store.</summary>
    private bool MayRunAhead => saver is not null && services.Leasing is not null && !IsAwaited && !state.IsFinished
        && transition.Commands.TrueForAll(static command => command.Kind is JobCommandKind.StartPod or JobCommandKind.ReleasePod);

    private ValueTask ActAsync() => transition.Commands.Count > 0 ? services.Dispatcher.ExecuteAsync(this, transition.Commands) : ValueTask.CompletedTask;

    /// <summary>The step is over for the executor.</summary>
    private void LendAndGoAhead()
    {
        if (services.Leasing is not null
            && !View.HasPodWatchers
            && trace is null or { IsTracing: false }
            && JobLease.TermsFor(state, services) is { } terms)
        {
            (lease ??= new JobLease(this, services)).Lend(Pods, terms);
        }

        if (transition.Commands.Count > 0)
        {
            services.Nearby?.GoAhead();
        }
    }

    private void Publish()
    {
        // Before anybody hears of the end, so that whoever awaited it finds it counted.
        if (services.Metrics.CountsNotices)
        {
            services.Metrics.Noticed(state, CollectionsMarshal.AsSpan(transition.Notices), services.Time.GetUtcNow());
        }

        View.Publish();
        if (transition.StatusChanged || IsAwaited)
        {
            services.Watchers.Changed(this);
            services.CronJobs.ChildChanged(this);
        }

        if (state is { IsFinished: true, Verdict: { } verdict } && !transition.Before.IsFinished)
        {
            services.Finished.Add(this);
            View.Trim(transition);
            trace = trace is { IsIdle: true } ? null : trace;
            podFactory = null;
            lease = null;
            if (services.Nearby is { } executor)
            {
                executor.JobFinished(Uid);
                services.Directory.ExpectNoReports(this);
            }

            JobEngineLog.JobFinished(services.Logger, Key, verdict.Success ? "Complete" : "Failed", verdict.Reason, verdict.Message);
        }
    }

    private async ValueTask RemoveAsync(bool orphanPods)
    {
        services.Options.SaveWatcher?.Removed(Uid);
        if (saver is not null)
        {
            await saver.RemoveAsync().ConfigureAwait(false);
        }

        services.Finished.Remove(this);
        services.Metrics.Removed(state, services.Time);
        services.Timer.Arm(this, null);
        services.Watchers.Remove(this, services);
        Close();
        services.Watchers.Changed(this);
        services.CronJobs.ChildRemoved(this);
        await services.Dispatcher.ForgetJobAsync(Uid, orphanPods).ConfigureAwait(false);
        JobEngineLog.JobRemoved(services.Logger, Key);
    }
}
