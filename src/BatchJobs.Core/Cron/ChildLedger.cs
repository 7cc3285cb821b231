using BatchJobs.Rules;
using BatchJobs.State;

namespace BatchJobs.Cron;

/// <summary>Folds what happened into the state; decides nothing.</summary>
internal static class ChildLedger
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(1000);

    /// <summary>Folds one event.</summary>
    /// <returns>Whether the CronJob has to be looked at now.</returns>
    public static bool Fold(CronJobState state, in CronJobEvent happened, DateTimeOffset now, CronJobTransition transition)
    {
        // Those left out are what a run that goes well consists of; the rest of this class tells which of them are news.
        state.HasNews |= happened.Kind is not (CronJobEventKind.WakeupReached or CronJobEventKind.JobCreated or CronJobEventKind.ChildChanged or CronJobEventKind.ChildRemoved);
        switch (happened.Kind)
        {
            case CronJobEventKind.WakeupReached:
                break;
            case CronJobEventKind.SpecChanged:
                return ChangeSpec(state, happened.Spec!, now, transition);
            case CronJobEventKind.DeletionRequested:
                state.Deletion ??= new DeletionMark(happened.Deletion, now);
                break;
            case CronJobEventKind.JobCreated:
                Answer(state, happened.Child.Name, happened.Child.Uid, happened.Existed, transition);
                break;
            case CronJobEventKind.JobRefused:
                Withdraw(state, happened.Child.Name);
                transition.Notices.Add(CronJobNotice.FailedCreate(happened.Message!));
                Postpone(state, now);
                break;
            case CronJobEventKind.JobNameTaken:
                state.NameTakenFor = state.ChildNamed(happened.Child.Name)?.RequestedFor ?? state.NameTakenFor;
                Withdraw(state, happened.Child.Name);
                break;
            case CronJobEventKind.JobDeletionRefused:
                Keep(state, happened.Child.Name);
                transition.Notices.Add(CronJobNotice.FailedDelete(happened.Message!));
                Postpone(state, now);
                break;
            case CronJobEventKind.ChildChanged:
                Report(state, happened.Child, existed: false, transition);
                break;
            case CronJobEventKind.ChildRemoved:
                Lose(state, happened.Child);
                break;
            case CronJobEventKind.ChildrenListed:
                Resync(state, happened.Children!, transition);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(happened), happened.Kind, "Not an event of a CronJob.");
        }

        return true;
    }

    /// <summary>A new schedule counts from its next activation on, if there is one; any other change is looked at now.</summary>
    private static bool ChangeSpec(CronJobState state, ResolvedCronJobSpec spec, DateTimeOffset now, CronJobTransition transition)
    {
        bool sameSchedule = spec.IsDueLike(state.Spec);
        state.Spec = spec;
        if (sameSchedule)
        {
            return true;
        }

        state.RescheduledAt = now;
        if (spec.Timetable is null)
        {
            transition.Notices.Add(CronJobNotice.UnparseableChange(spec.ScheduleError!));
            return false;
        }

        DateTimeOffset? next = RunPlanner.NextLook(state, spec.Timetable, now);
        state.LookAt(next);
        return next is null;
    }

    private static void Answer(CronJobState state, string name, Guid uid, bool existed, CronJobTransition transition)
    {
        if (state.ChildNamed(name) is not { RequestedFor: { } scheduled } child)
        {
            return;
        }

        child.Uid = uid;
        child.RequestedFor = null;
        state.SetActive(child, !child.IsBeingDeleted);
        state.HasNews |= child.IsFinished || child.IsGone;
        state.LastScheduleTime = scheduled < state.LastScheduleTime ? state.LastScheduleTime : scheduled;
        Succeed(state);
        if (!existed)
        {
            transition.Notices.Add(CronJobNotice.SuccessfulCreate(name, scheduled));
        }
    }

    private static void Withdraw(CronJobState state, string name)
    {
        state.Children.RemoveAll(child => child.Name == name && child is { IsRequested: true, Uid: null });
        if (state.ChildNamed(name) is { } child)
        {
            child.RequestedFor = null;
        }
    }

    private static void Keep(CronJobState state, string name)
    {
        if (state.ChildNamed(name) is { } child)
        {
            child.IsBeingDeleted = false;
            state.SetActive(child, !child.IsFinished && child.Uid is not null);
        }
    }

    private static void Report(CronJobState state, in ChildJobReport report, bool existed, CronJobTransition transition)
    {
        ChildJob? child = state.ChildNamed(report.Name);
        if (child?.Uid is { } known && known != report.Uid)
        {
            Replace(state, child, transition);
            child = null;
        }

        if (child is null)
        {
            child = new ChildJob(report.Name);
            state.Children.Add(child);
        }
        else if (child.IsRequested)
        {
            // The news of the Job has overtaken the answer to the command.
            Answer(state, report.Name, report.Uid, existed, transition);
        }

        child.Uid = report.Uid;
        child.Outcome = report.Outcome;
        child.StartTime = report.StartTime;
        child.CompletionTime = report.CompletionTime;
        state.HasNews |= child.IsFinished || !child.IsActive;
    }

    private static void Replace(CronJobState state, ChildJob former, CronJobTransition transition)
    {
        if (former.IsActive)
        {
            state.SetActive(former, false);
            transition.Notices.Add(CronJobNotice.MissingJob(former.Name));
        }

        state.Children.Remove(former);
    }

    private static void Lose(CronJobState state, in ChildJobReport report)
    {
        if (state.ChildNamed(report.Name) is { } child && (child.Uid is null || child.Uid == report.Uid))
        {
            if (child.IsActive || child.IsRequested || state.HasNews)
            {
                child.IsGone = true;
                state.HasNews = true;
            }
            else
            {
                // All there was to say of it has been said.
                state.Children.Remove(child);
            }

            Succeed(state);
        }
    }

    /// <summary>A Job that was asked for and does not exist is forgotten: the look that follows decides anew.</summary>
    private static void Resync(CronJobState state, IReadOnlyList<ChildJobReport> listed, CronJobTransition transition)
    {
        state.IsRemoved = false;
        Dictionary<string, Guid> uids = listed.ToDictionary(report => report.Name, report => report.Uid);
        foreach (ChildJob child in state.Children)
        {
            child.IsBeingDeleted = false;
            child.IsGone = !uids.TryGetValue(child.Name, out Guid uid) || (child.Uid is { } known && known != uid);
        }

        state.Children.RemoveAll(child => child.IsGone && child.IsRequested);
        foreach (ChildJobReport report in listed)
        {
            Report(state, report, existed: true, transition);
        }
    }

    private static void Succeed(CronJobState state)
    {
        state.Failures = 0;
        state.RetryAt = null;
    }

    private static void Postpone(CronJobState state, DateTimeOffset now)
    {
        state.Failures++;
        state.RetryAt = now + BackoffDelay.Doubled(FirstRetry, state.Failures, LongestRetry);
    }
}
