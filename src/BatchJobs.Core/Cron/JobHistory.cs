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

        for (; kept > limit; kept--)
        {
            RunPlanner.Delete(state, Oldest(state.Children, outcome)!, transition);
        }
    }

    /// <summary>By start time, one that has none last, then by name.</summary>
    private static ChildJob? Oldest(List<ChildJob> children, ChildJobOutcome outcome)
    {
        ChildJob? oldest = null;
        foreach (ChildJob child in children)
        {
            if (IsKept(child, outcome) && (oldest is null || IsOlder(child, oldest)))
            {
                oldest = child;
            }
        }

        return oldest;
    }

    private static bool IsOlder(ChildJob child, ChildJob other)
    {
        int order = (child.StartTime ?? DateTimeOffset.MaxValue).CompareTo(other.StartTime ?? DateTimeOffset.MaxValue);
        return order < 0 || (order == 0 && string.CompareOrdinal(child.Name, other.Name) < 0);
    }

    private static bool IsKept(ChildJob child, ChildJobOutcome outcome) =>
        child.Outcome == outcome && !child.IsBeingDeleted && !child.IsGone;
}
