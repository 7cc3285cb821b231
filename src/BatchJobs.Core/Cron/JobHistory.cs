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
        int excess = state.Children.Count(IsKept) - limit;
        if (excess <= 0)
        {
            return;
        }

        IEnumerable<ChildJob> oldest = state.Children.Where(IsKept)
            .OrderBy(child => child.StartTime ?? DateTimeOffset.MaxValue)
            .ThenBy(child => child.Name, StringComparer.Ordinal)
            .Take(excess);
        foreach (ChildJob child in oldest)
        {
            RunPlanner.Delete(state, child, transition);
        }

        bool IsKept(ChildJob child) => child.Outcome == outcome && !child.IsBeingDeleted && !child.IsGone;
    }
}
