namespace BatchJobs.Cron;

/// <summary>Deletes the oldest finished Jobs beyond the history limits.</summary>
internal static class JobHistory
{
    public static void Trim(CronJobState state, CronJobTransition transition)
    {
        Trim(state, ChildJobOutcome.Complete, state.Spec.SuccessfulJobsHistoryLimit, transition);
        Trim(state, ChildJobOutcome.Failed, state.Spec.FailedJobsHistoryLimit, transition);
    }

    private static void Trim(CronJobState state, ChildJobOutcome outcome, int limit, CronJobTransition transition)
    {
        int kept = 0;
        foreach (ChildJob child in state.Children)
        {
            kept += IsKept(child, outcome) ? 1 : 0;
        }

        if (kept > limit)
        {
            DeleteOldest(state, outcome, kept - limit, transition);
        }
    }

    private static void DeleteOldest(CronJobState state, ChildJobOutcome outcome, int count, CronJobTransition transition)
    {
        IEnumerable<ChildJob> oldest = state.Children
            .Where(child => IsKept(child, outcome))
            .OrderBy(child => child.StartTime ?? DateTimeOffset.MaxValue)
            .ThenBy(child => child.Name, StringComparer.Ordinal)
            .Take(count);
        foreach (ChildJob child in oldest)
        {
            RunPlanner.Delete(state, child, transition);
        }
    }

    private static bool IsKept(ChildJob child, ChildJobOutcome outcome) =>
        child.Outcome == outcome && !child.IsBeingDeleted && !child.IsGone;
}
