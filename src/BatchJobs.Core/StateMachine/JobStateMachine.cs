using BatchJobs.Events;
using BatchJobs.State;

namespace BatchJobs.StateMachine;

/// <summary>The heart: what happens to a Job, and what follows from it.</summary>
/// <remarks>
/// Folding an event costs the same whatever the Job's size. Everything else looks only at the state,
/// so a lost, repeated or reordered report heals with the next look.
/// </remarks>
/// <param name="batchPeriod">How long reports are gathered before the Job is looked at (Kubernetes: <c>SyncJobBatchPeriod</c>).</param>
internal sealed class JobStateMachine(TimeSpan batchPeriod)
{
    private readonly PodLedger ledger = new(batchPeriod);
    private readonly PodPlanner planner = new(batchPeriod);

    /// <summary>Takes a new Job in.</summary>
    public static void Submit(JobState state, DateTimeOffset now) => state.LookDueAt = now;

    /// <summary>Folds what happened into the state and, if it is time, decides what follows.</summary>
    /// <param name="state">The Job; changed in place.</param>
    /// <param name="events">What happened, in order.</param>
    /// <param name="now">The time.</param>
    /// <param name="transition">Receives what has to be done; cleared first.</param>
    public void Step(JobState state, ReadOnlySpan<JobEvent> events, DateTimeOffset now, JobTransition transition)
    {
        transition.Clear();
        StatusStamp before = StatusStamp.Of(state);
        foreach (ref readonly JobEvent happened in events)
        {
            ledger.Fold(state, in happened, now, transition);
        }

        while (!transition.RemovalPostponed && (state.LookDueAt <= now || state.TimedLookAt <= now))
        {
            state.LookDueAt = null;
            state.TimedLookAt = null;
            Look(state, now, transition);
        }

        transition.StatusChanged = StatusStamp.Of(state) != before;
        transition.Wakeup = Earlier(state.LookDueAt, state.TimedLookAt);
        JobInvariants.Check(state);
    }

    private void Look(JobState state, DateTimeOffset now, JobTransition transition)
    {
        // A Job that goes at once, its pods after it, is not looked at again: what becomes of them is up to the executor.
        bool leaves = state.Deletion is { Mode: DeletionMode.Background };
        if (!state.IsFinished && !state.Spec.ManagedElsewhere && !leaves)
        {
            if (!state.Spec.Suspend)
            {
                state.StartTime ??= now;
            }

            string? failJobMessage = PodAccounting.CountEnded(state, transition);
            JobLifecycle.Decide(state, failJobMessage, now, transition);
            DateTimeOffset? postponed = null;
            if (state.Verdict is null)
            {
                postponed = planner.Plan(state, now, transition);
                JobLifecycle.Conclude(state, now, transition);
            }

            JobLifecycle.Finish(state, now, transition);
            state.Observed = new PodCounts(state.Pods.Active, state.Pods.Ready, state.Pods.Terminating);
            state.TimedLookAt = WakeupPlanner.Next(state, postponed);
        }

        JobLifecycle.Remove(state, now, transition);
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one < other || other is null ? one : other;
}
