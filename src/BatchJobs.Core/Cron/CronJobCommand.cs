using BatchJobs.Specs;
using BatchJobs.State;

namespace BatchJobs.Cron;

/// <summary>What a CronJob can ask of the world; carried out in the order given, after the state has been saved.</summary>
internal enum CronJobCommandKind
{
    /// <summary>Create a Job; harmless when repeated, since its name follows from the activation. Answered by JobCreated, JobRefused or JobNameTaken.</summary>
    StartJob,

    /// <summary>Delete a Job; one that does not exist is answered by ChildRemoved.</summary>
    DeleteJob,

    /// <summary>The CronJob is to go.</summary>
    RemoveCronJob,
}

/// <summary>One thing a CronJob asks of the world.</summary>
internal readonly record struct CronJobCommand(CronJobCommandKind Kind, string Name, Job? Job = null, Guid? Uid = null, DeletionMode Deletion = DeletionMode.Background)
{
    public static CronJobCommand StartJob(Job job) => new(CronJobCommandKind.StartJob, job.Metadata.Name!, job);

    public static CronJobCommand DeleteJob(ChildJob child, DeletionMode mode = DeletionMode.Background) =>
        new(CronJobCommandKind.DeleteJob, child.Name, Uid: child.Uid, Deletion: mode);

    /// <param name="name">The CronJob.</param>
    /// <param name="mode">Orphan: its Jobs lose their owner and stay.</param>
    public static CronJobCommand RemoveCronJob(string name, DeletionMode mode) => new(CronJobCommandKind.RemoveCronJob, name, Deletion: mode);
}
