using BatchJobs.Specs;

namespace BatchJobs.Cron;

/// <summary>What people see of a state.</summary>
internal static class CronJobStatusProjection
{
    public static CronJobStatus Of(CronJobState state)
    {
        List<ObjectReference> active = state.Children.Where(child => child.IsActive).Select(child => ReferenceTo(child, state)).ToList();
        return new CronJobStatus
        {
            Active = active.Count == 0 ? null : active,
            LastScheduleTime = state.LastScheduleTime,
            LastSuccessfulTime = state.LastSuccessfulTime,
        };
    }

    private static ObjectReference ReferenceTo(ChildJob child, CronJobState state) => new()
    {
        ApiVersion = "batch/v1",
        Kind = "Job",
        Namespace = state.Key.Namespace,
        Name = child.Name,
        Uid = child.Uid.ToString(),
    };
}
