using System.Runtime.InteropServices;
using BatchJobs.Commands;
using BatchJobs.Diagnostics;
using BatchJobs.Events;
using BatchJobs.Execution;
using BatchJobs.StateMachine;

namespace BatchJobs.Runtime;

/// <content>One cycle: step, save, act, publish, lend.</content>
internal sealed partial class JobLoop
{
    private JobTransition transition = null!;

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

    private void Trace()
    {
        if (trace is null && !state.IsFinished && JobTrace.HasListeners)
        {
            trace = JobTrace.Late(state, CreatorSpan.Of(View.Stored) ?? default);
        }

        trace?.Follow(transition);
    }

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
