using BatchJobs.Events;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Rules;
using BatchJobs.Specs;
using BatchJobs.State;

namespace BatchJobs.StateMachine;

/// <summary>The heart: what happens to a Job, and what follows from it.</summary>
/// <remarks>
/// Folding an event costs the same whatever the Job's size. Everything else looks only at the state,
/// so a lost, repeated or reordered report heals with the next look.
/// </remarks>
/// <param name="batchPeriod">How long reports are gathered before the Job is looked at (Kubernetes: <c>SyncJobBatchPeriod</c>).</param>
/// <param name="backoff">How long creations wait after failures, unless the Job says otherwise.</param>
/// <param name="timeToLive">How long finished Jobs are kept that do not say it.</param>
internal sealed class JobStateMachine(TimeSpan batchPeriod, PodFailureBackoff backoff, TimeToLive timeToLive)
{
    private readonly PodLedger ledger = new(batchPeriod);
    private readonly PodPlanner planner = new(batchPeriod, backoff);

    /// <summary>One that waits as Kubernetes does.</summary>
    public JobStateMachine(TimeSpan batchPeriod)
        : this(batchPeriod, PodFailureBackoff.Kubernetes, TimeToLive.AsTheySay)
    {
    }

    /// <summary>Takes a new Job in.</summary>
    public static void Submit(JobState state, DateTimeOffset now) => state.LookDueAt = now;

    /// <summary>Folds what happened into the state and, if it is time, decides what follows.</summary>
    /// <param name="state">The Job; changed in place.</param>
    /// <param name="events">What happened, in order.</param>
    /// <param name="now">The time.</param>
    /// <param name="transition">Receives what has to be done; cleared first, unless the step has begun with what was done under a lease.</param>
    public void Step(JobState state, ReadOnlySpan<JobEvent> events, DateTimeOffset now, JobTransition transition)
    {
        if (!transition.HasBegun)
        {
            Begin(state, transition);
        }

        foreach (ref readonly JobEvent happened in events)
        {
            ledger.Fold(state, in happened, now, transition);
        }

        while (!transition.RemovalPostponed && state.IsLookDue(now))
        {
            state.BeginLook();
            Look(state, now, transition);
        }

        transition.StatusChanged = state.Stamp != transition.Before;
        transition.HasBegun = false;
        transition.Wakeup = state.NextLook;
        JobInvariants.Check(state);
    }

    /// <summary>What an executor may start by itself until it is called back; null for nothing.</summary>
    /// <param name="state">The Job.</param>
    /// <param name="least">How few are not worth it.</param>
    /// <param name="most">How many at the most.</param>
    public LeaseTerms? Lend(JobState state, int least, int most) =>
        batchPeriod > TimeSpan.Zero ? null : LeaseTerms.For(state, least, most, failuresStartAtOnce: BackoffDelay.Of(state, backoff).NeverWaits);

    /// <summary>Begins a step with what was done under a lease; <see cref="Step"/> goes on with it.</summary>
    /// <param name="state">The Job; changed in place.</param>
    /// <param name="run">What was done.</param>
    /// <param name="now">The time.</param>
    /// <param name="noticesRemembered">How many notices anybody will look at; older ones are not made.</param>
    /// <param name="transition">Receives what has to be done; cleared first.</param>
    public void TakeBack(JobState state, LeasedRun run, DateTimeOffset now, int noticesRemembered, JobTransition transition)
    {
        Begin(state, transition);
        transition.HasBegun = true;
        transition.Run = run;
        new RunLedger(ledger, state, run, transition).Fold(now, noticesRemembered);
    }

    private static void Begin(JobState state, JobTransition transition)
    {
        transition.Clear();
        state.Begin(transition.Spares, transition.SpareWork);
        transition.Before = state.Stamp;
    }

    private void Look(JobState state, DateTimeOffset now, JobTransition transition)
    {
        // A Job that goes at once, its pods after it, is not looked at again: what becomes of them is up to the executor.
        bool leaves = state.Deletion is { Mode: DeletionMode.Background };
        if (!state.IsFinished && !state.Spec.ManagedElsewhere && !leaves)
        {
            if (!state.HasStarted && !state.Spec.Suspend && !state.Cordoned)
            {
                state.StartTime = now;
            }

            string? failJobMessage = PodAccounting.CountEnded(state, transition);
            JobLifecycle.Decide(state, failJobMessage, now, transition);
            OptionalTime postponed = default;
            if (state.Verdict is null)
            {
                postponed = planner.Plan(state, now, transition);
                JobLifecycle.Conclude(state, now, transition);
            }

            JobLifecycle.Finish(state, now, transition);
            state.Observe();
            state.LookAgain(WakeupPlanner.Next(state, postponed));
        }

        JobLifecycle.Remove(state, timeToLive, now, transition);
    }
}
