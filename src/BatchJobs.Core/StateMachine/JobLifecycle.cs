using BatchJobs.Commands;
using BatchJobs.Rules;
using BatchJobs.Specs;
using BatchJobs.State;

namespace BatchJobs.StateMachine;

/// <summary>Moves a Job from phase to phase: Running and Suspended to Succeeding or Failing, those to Complete or Failed.</summary>
internal static class JobLifecycle
{
    /// <summary>Before pods are planned: does the Job have to end, whatever its completions?</summary>
    public static void Decide(JobState state, string? failJobMessage, DateTimeOffset now, JobTransition transition)
    {
        if (state.Verdict is null && VerdictOrder.Decide(state, failJobMessage, now) is { } verdict)
        {
            Reach(state, verdict, now, transition);
        }
    }

    /// <summary>After pods are planned: has the Job reached its completions, or else been suspended or resumed?</summary>
    public static void Conclude(JobState state, DateTimeOffset now, JobTransition transition)
    {
        if (CompletionsReached.Holds(state))
        {
            Reach(state, new Verdict(true, JobReasons.CompletionsReached, "Reached expected number of succeeded pods", now), now, transition);
        }
        else if (state.Deletion is null)
        {
            FollowSuspension(state, now, transition);
        }
    }

    /// <summary>Ends a Job that has a verdict once its last pod has stopped.</summary>
    public static void Finish(JobState state, DateTimeOffset now, JobTransition transition)
    {
        if (state.Verdict is not { } verdict)
        {
            return;
        }

        PodAccounting.SettleAll(state, jobFails: !verdict.Success, transition);
        if (state.Pods.Terminating > 0)
        {
            return;
        }

        state.FinishedAt = now;
        if (state.Spec is not { Suspend: true, Completions: 0 })
        {
            // The API server wants it of all other finished Jobs, even of one that failed while suspended.
            state.StartTime ??= now;
        }

        state.Streak = FailureStreak.None;
        if (verdict.Success && state.Succeeded > state.Spec.Completions)
        {
            transition.Notices.Add(new JobNotice(JobNoticeKind.TooManySucceeded, "completions") { Count = state.Succeeded, Budget = state.Spec.Completions });
        }

        transition.Notices.Add(new JobNotice(JobNoticeKind.Finished, verdict.Reason) { Message = verdict.Message, Verdict = verdict });
    }

    /// <summary>Asks for the removal of a Job that was deleted or has outlived its time.</summary>
    public static void Remove(JobState state, TimeToLive timeToLive, DateTimeOffset now, JobTransition transition)
    {
        if (state.IsFinished || state.Deletion is not null)
        {
            RemoveIfDue(state, timeToLive, now, transition);
        }
    }

    private static void RemoveIfDue(JobState state, TimeToLive timeToLive, DateTimeOffset now, JobTransition transition)
    {
        if (timeToLive.EndsAt(state) is { } end)
        {
            if (end > now)
            {
                state.TimedLookAt = end;
                return;
            }

            if (!transition.HasOutcomes)
            {
                state.Deletion = new DeletionMark(DeletionMode.Foreground, now);
            }
            else
            {
                Postpone();
            }
        }

        if (state.Deletion is not { } deletion || (deletion.Mode == DeletionMode.Foreground && state.Pods.Count > 0 && !state.Spec.ManagedElsewhere))
        {
            return;
        }

        if (deletion.Mode != DeletionMode.Background && transition.HasOutcomes)
        {
            Postpone();
            return;
        }

        state.TimedLookAt = null;
        state.LookDueAt = null;
        transition.Commands.Add(JobCommand.RemoveJob(deletion.Mode == DeletionMode.Orphan));

        void Postpone()
        {
            state.LookDueAt = now;
            transition.RemovalPostponed = true;
        }
    }

    private static void Reach(JobState state, Verdict verdict, DateTimeOffset now, JobTransition transition)
    {
        state.Verdict = verdict;
        transition.Notices.Add(new JobNotice(JobNoticeKind.VerdictReached, verdict.Reason) { Message = verdict.Message, Verdict = verdict });
        if (state.Pods.Active == 0)
        {
            return;
        }

        foreach (PodRecord pod in state.Pods.All.Where(pod => pod.IsActive).OrderBy(pod => pod.Ordinal).ToList())
        {
            state.Pods.Stop(pod, now);
            transition.Commands.Add(JobCommand.StopPod(pod.Ordinal));
            transition.Notices.Add(JobNotice.Of(JobNoticeKind.StopPod, verdict.Reason, pod));
        }
    }

    private static void FollowSuspension(JobState state, DateTimeOffset now, JobTransition transition)
    {
        if (state.Spec.Suspend)
        {
            if (state.Suspension is not { Suspended: true })
            {
                state.Suspension = new SuspensionMark(true, now);
                state.StartTime = null;
                transition.Notices.Add(new JobNotice(JobNoticeKind.Suspended, "suspend"));
            }
        }
        else if (state.Suspension is { Suspended: true })
        {
            state.Suspension = new SuspensionMark(false, now);
            state.StartTime = now;
            transition.Notices.Add(new JobNotice(JobNoticeKind.Resumed, "suspend"));
        }
    }
}
