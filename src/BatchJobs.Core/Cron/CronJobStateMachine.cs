using BatchJobs.State;

namespace BatchJobs.Cron;

/// <summary>What happens to a CronJob, and what follows from it.</summary>
/// <remarks>
/// The contract with the host, one CronJob at a time:
/// <para>
/// New: make a <see cref="CronJobState"/> and <see cref="Submit"/> it. After a restart: load the state, resolve its spec again and step with
/// ChildrenListed before anything else. Then step whenever something happens and whenever the wake-up is reached. After each step: save the
/// state, carry out the commands in order, publish status and notices, arm the wake-up.
/// </para>
/// <para>
/// Every StartJob is answered by one of JobCreated (with <c>existed</c> if a child of that name was there), JobRefused and JobNameTaken.
/// A DeleteJob needs no answer but the ChildRemoved that follows, also if there was nothing to delete, or JobDeletionRefused. Changes of every
/// Job whose controller reference names the CronJob are reported, whoever made it; only the end, the start time and the removal matter.
/// After RemoveCronJob the state is of no further use.
/// </para>
/// <para>
/// One departure from Kubernetes 1.36: if the name of a Job is taken by somebody else's, the CronJob goes on with the next activation
/// instead of waiting for an unrelated change.
/// </para>
/// </remarks>
internal static class CronJobStateMachine
{
    /// <summary>Takes a new CronJob in.</summary>
    public static void Submit(CronJobState state, DateTimeOffset now) => state.LookAt(now);

    /// <summary>Folds what happened into the state and, if it is time, decides what follows.</summary>
    /// <param name="state">The CronJob; changed in place.</param>
    /// <param name="events">What happened, in order.</param>
    /// <param name="now">The time.</param>
    /// <param name="transition">Receives what has to be done; cleared first.</param>
    public static void Step(CronJobState state, ReadOnlySpan<CronJobEvent> events, DateTimeOffset now, CronJobTransition transition)
    {
        transition.Clear();
        var before = (state.LastScheduleTime, state.LastSuccessfulTime, state.ActiveChanges, state.Deletion);
        bool isDue = false;
        foreach (ref readonly CronJobEvent happened in events)
        {
            isDue |= ChildLedger.Fold(state, in happened, now, transition);
        }

        if (state.TimedLookAt <= now)
        {
            state.TimedLookAt = null;
            isDue = true;
        }

        if (isDue)
        {
            Look(state, now, transition);
        }

        transition.StatusChanged = before != (state.LastScheduleTime, state.LastSuccessfulTime, state.ActiveChanges, state.Deletion);
        transition.Wakeup = state.TimedLookAt;
        CronJobInvariants.Check(state);
    }

    private static void Look(CronJobState state, DateTimeOffset now, CronJobTransition transition)
    {
        bool mayAct = !(now < state.RetryAt);
        if (!mayAct)
        {
            state.LookAt(state.RetryAt);
        }

        if (state.HasNews)
        {
            LookAtChildren(state, mayAct, transition);
        }

        if (state.Deletion is { } deletion)
        {
            Remove(state, deletion.Mode, mayAct, transition);
        }
        else
        {
            RunPlanner.Plan(state, now, mayAct, transition);
        }
    }

    private static void LookAtChildren(CronJobState state, bool mayAct, CronJobTransition transition)
    {
        if (mayAct)
        {
            JobHistory.Trim(state, transition);
        }

        bool someAreUnexpected = Settle(state, transition);
        state.HasNews = someAreUnexpected || !mayAct;
    }

    /// <summary>Takes note of Jobs that have ended, are gone, or came from elsewhere.</summary>
    /// <returns>Whether some came from elsewhere, of which each look tells.</returns>
    private static bool Settle(CronJobState state, CronJobTransition transition)
    {
        bool someAreGone = false;
        bool someAreUnexpected = false;
        foreach (ChildJob child in state.Children)
        {
            someAreGone |= child.IsGone;
            if (child.IsActive && (child.IsFinished || child.IsGone))
            {
                state.SetActive(child, false);
                transition.Notices.Add(child.IsFinished ? CronJobNotice.SawCompletedJob(child) : CronJobNotice.MissingJob(child.Name));
            }
            else if (child is { IsFinished: false, IsActive: false, IsRequested: false, IsBeingDeleted: false, IsGone: false })
            {
                someAreUnexpected = true;
                transition.Notices.Add(CronJobNotice.UnexpectedJob(child.Name));
            }

            if (child.Outcome == ChildJobOutcome.Complete && !(child.CompletionTime <= state.LastSuccessfulTime))
            {
                state.LastSuccessfulTime = child.CompletionTime ?? state.LastSuccessfulTime;
            }
        }

        if (someAreGone)
        {
            state.Children.RemoveAll(child => child.IsGone);
        }

        return someAreUnexpected;
    }

    private static void Remove(CronJobState state, DeletionMode mode, bool mayAct, CronJobTransition transition)
    {
        foreach (ChildJob child in state.Children)
        {
            if (mayAct && mode != DeletionMode.Orphan && !child.IsBeingDeleted)
            {
                child.IsBeingDeleted = true;
                transition.Commands.Add(CronJobCommand.DeleteJob(child, mode));
            }
        }

        if (!state.IsRemoved && (mode != DeletionMode.Foreground || state.Children.Count == 0))
        {
            state.IsRemoved = true;
            transition.Commands.Add(CronJobCommand.RemoveCronJob(state.Key.Name, mode));
        }
    }
}
