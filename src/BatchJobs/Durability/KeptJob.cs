using BatchJobs.Cron;
using BatchJobs.Execution;
using BatchJobs.Specs;
using BatchJobs.State;
using BatchJobs.StateMachine;
using BatchJobs.Storage;

namespace BatchJobs.Durability;

/// <summary>A Job as it was found in a store.</summary>
internal sealed record KeptJob(
    StoredObject Stored,
    Job Job,
    JobState State,
    StoredEntries<(DateTimeOffset Time, JobNotice Notice)> Journal,
    StoredEntries<EndedPod> Attempts,
    StoredEntries<PodResult> Results);

/// <summary>A CronJob as it was found in a store.</summary>
internal sealed record KeptCronJob(
    StoredObject Stored,
    CronJob CronJob,
    CronJobState State,
    StoredEntries<(DateTimeOffset Time, CronJobNotice Notice)> Journal);
