namespace BatchJobs.Cron;

/// <summary>Decides whether a run is to be started now, and when to look again.</summary>
internal static class RunPlanner
{
    /// <summary>Looks come a little after the activation, so that a clock that differs slightly does not see it as still to come.</summary>
    /// <remarks>Kubernetes: <c>nextScheduleDelta</c>.</remarks>
    private static readonly TimeSpan Padding = TimeSpan.FromMilliseconds(100);

    public static void Plan(CronJobState state, DateTimeOffset now, bool mayAct, CronJobTransition transition)
    {
        if (ReadableTimetable(state.Spec, transition) is not { } timetable)
        {
            return;
        }

        DateTimeOffset since = EarliestInTime(state, now);
        DateTimeOffset? first = timetable.Next(since);
        if (now < first && since == state.LastRunOrCreation)
        {
            // Four of five looks at a CronJob come because of one of its Jobs, when nothing is due; the rest of this method says the same, at more cost.
            state.LookAt(first + Padding);
            return;
        }

        MissedRuns missed = MissedRuns.Find(timetable, since, now);
        if (missed.Error is not null)
        {
            transition.Notices.Add(CronJobNotice.InvalidSchedule(state.Spec.Schedule, missed.Error));
            return;
        }

        if (mayAct && state.Spec.CatchUp is { } limit)
        {
            CatchUp(state, Backlog.Of(state, timetable, since, now, limit), now, transition);
        }
        else if (missed.Latest is { } scheduled && mayAct)
        {
            if (missed.AreMany)
            {
                transition.Notices.Add(CronJobNotice.TooManyMissedTimes());
            }

            string name = ScheduledJob.NameOf(state.Key, scheduled);
            if (MayStart(state, name, scheduled, now, transition))
            {
                Start(state, name, scheduled, transition);
                state.LookAt(timetable.Next(scheduled) + Padding);
                return;
            }
        }

        state.LookAt(NextLook(state, timetable, now));
    }

    /// <summary>When the next run has to be looked at; null if none will come.</summary>
    public static DateTimeOffset? NextLook(CronJobState state, Timetable timetable, DateTimeOffset now)
    {
        MissedRuns missed = MissedRuns.Find(timetable, state.LastRunOrCreation, now);
        bool nothingFound = missed.Error is not null || missed is { Latest: null, Count: > 0 };
        return timetable.Next(nothingFound ? now : missed.Latest ?? state.LastRunOrCreation) + Padding;
    }

    /// <summary>Has a Job deleted, which takes it off the active ones at once.</summary>
    public static void Delete(CronJobState state, ChildJob child, CronJobTransition transition)
    {
        child.IsBeingDeleted = true;
        state.SetActive(child, false);
        transition.Commands.Add(CronJobCommand.DeleteJob(child));
        transition.Notices.Add(CronJobNotice.SuccessfulDelete(child.Name));
    }

    /// <summary>Starts the earliest run of a backlog; the look that follows the answer goes on with the next one.</summary>
    private static void CatchUp(CronJobState state, Backlog backlog, DateTimeOffset now, CronJobTransition transition)
    {
        if (backlog.First is not { } scheduled)
        {
            return;
        }

        string name = ScheduledJob.NameOf(state.Key, scheduled);
        if (!MayStart(state, name, scheduled, now, transition))
        {
            return;
        }

        if (backlog.IsCut)
        {
            transition.Notices.Add(CronJobNotice.TooManyMissedTimes(scheduled, state.Spec.CatchUp!.Value));
        }

        Start(state, name, scheduled, transition);
    }

    private static Timetable? ReadableTimetable(ResolvedCronJobSpec spec, CronJobTransition transition)
    {
        if (spec.TimeZoneError is not null)
        {
            transition.Notices.Add(CronJobNotice.UnknownTimeZone(spec.Source.TimeZone!, spec.TimeZoneError));
            return null;
        }

        if (spec.Suspend)
        {
            return null;
        }

        if (spec.NamesZoneInSchedule)
        {
            transition.Notices.Add(CronJobNotice.UnsupportedSchedule(spec.Schedule));
        }

        if (spec.Timetable is null)
        {
            transition.Notices.Add(CronJobNotice.UnparseableSchedule(spec.Schedule, spec.ScheduleError!));
        }

        return spec.Timetable;
    }

    /// <summary>The last run, or as far back as the starting deadline allows.</summary>
    private static DateTimeOffset EarliestInTime(CronJobState state, DateTimeOffset now)
    {
        DateTimeOffset last = state.LastRunOrCreation;
        return state.Spec.StartingDeadline is { } deadline && now - last > deadline ? now - deadline : last;
    }

    private static bool MayStart(CronJobState state, string name, DateTimeOffset scheduled, DateTimeOffset now, CronJobTransition transition)
    {
        if (now - scheduled > state.Spec.StartingDeadline)
        {
            transition.Notices.Add(CronJobNotice.MissSchedule(scheduled));
            return false;
        }

        if (state.LastScheduleTime == scheduled || state.NameTakenFor == scheduled || state.ChildNamed(name) is { Occupies: true })
        {
            return false;
        }

        if (state.Spec.ForbidsOverlap && state.Children.Exists(child => child.Occupies))
        {
            if (state.Spec.CatchUp is null)
            {
                // Else it is not passed over, but waits.
                transition.Notices.Add(CronJobNotice.JobAlreadyActive(scheduled));
            }

            return false;
        }

        return true;
    }

    private static void Start(CronJobState state, string name, DateTimeOffset scheduled, CronJobTransition transition)
    {
        if (state.Spec.ReplacesEarlierRun)
        {
            foreach (ChildJob child in state.Children)
            {
                if (child.Occupies)
                {
                    Delete(state, child, transition);
                }
            }
        }

        if (state.ChildNamed(name) is not { } run)
        {
            run = new ChildJob(name);
            state.Children.Add(run);
        }

        run.RequestedFor = scheduled;
        transition.Commands.Add(CronJobCommand.StartJob(ScheduledJob.Of(state, name, scheduled)));
    }
}
