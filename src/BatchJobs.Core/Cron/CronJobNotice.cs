using System.Globalization;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Cron;

/// <summary>An event of a CronJob in Kubernetes' words; never read back by the machine.</summary>
/// <param name="IsWarning">Whether its type is <c>Warning</c>, not <c>Normal</c>.</param>
/// <param name="Reason">What happened, in one word.</param>
/// <param name="Begin">How the sentence that says what happened begins.</param>
/// <param name="Job">The Job it speaks of, if any.</param>
/// <param name="End">How it ends.</param>
/// <remarks>The sentence is put together when somebody reads it: three for each run are made, and most are never read.</remarks>
internal readonly record struct CronJobNotice(bool IsWarning, string Reason, string Begin, string? Job = null, string? End = null)
{
    private const string Documentation = "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/";

    /// <summary>What happened, in a sentence.</summary>
    public string Message => string.Concat(Begin, Job, End);

    /// <summary>The activation concerned.</summary>
    public OptionalTime Scheduled { get; init; }

    public static CronJobNotice SuccessfulCreate(string job, DateTimeOffset? scheduled) =>
        Normal("SuccessfulCreate", "Created job ", job) with { Scheduled = (DateTimeOffset?)scheduled };

    public static CronJobNotice FailedCreate(string error) => Warning("FailedCreate", $"Error creating job: {error}");

    public static CronJobNotice SuccessfulDelete(string job) => Normal("SuccessfulDelete", "Deleted job ", job);

    public static CronJobNotice FailedDelete(string error) => Warning("FailedDelete", $"Deleted job: {error}");

    public static CronJobNotice SawCompletedJob(ChildJob job) =>
        Normal("SawCompletedJob", "Saw completed job: ", job.Name, job.Outcome == ChildJobOutcome.Complete ? ", condition: Complete" : ", condition: Failed");

    public static CronJobNotice UnexpectedJob(string job) =>
        Warning("UnexpectedJob", "Saw a job that the controller did not create or forgot: ", job);

    public static CronJobNotice MissingJob(string job) => Normal("MissingJob", "Active job went missing: ", job);

    public static CronJobNotice JobAlreadyActive(DateTimeOffset scheduled) =>
        Normal("JobAlreadyActive", "Not starting job because prior execution is running and concurrency policy is Forbid") with { Scheduled = (DateTimeOffset?)scheduled };

    public static CronJobNotice MissSchedule(DateTimeOffset scheduled) =>
        Warning("MissSchedule", string.Create(CultureInfo.InvariantCulture, $"Missed scheduled time to start a job: {scheduled.UtcDateTime:ddd, dd MMM yyyy HH:mm:ss} +0000"))
            with
        { Scheduled = (DateTimeOffset?)scheduled };

    public static CronJobNotice TooManyMissedTimes() =>
        Warning("TooManyMissedTimes", "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew");

    public static CronJobNotice TooManyMissedTimes(DateTimeOffset first, int limit) =>
        Warning("TooManyMissedTimes", string.Create(CultureInfo.InvariantCulture, $"too many missed start times: those before {first.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} are left out, {CronJob.CatchUpAnnotation} is {limit}"));

    public static CronJobNotice UnknownTimeZone(string zone, string error) => Warning("UnknownTimeZone", $"invalid timeZone: {GoText.Quote(zone)}: {error}");

    public static CronJobNotice UnparseableSchedule(string schedule, string error) =>
        Warning("UnparseableSchedule", $"unparseable schedule: {GoText.Quote(schedule)} : {error}");

    public static CronJobNotice UnparseableChange(string error) => Warning("UnParseableCronJobSchedule", $"unparseable schedule for cronjob: {error}");

    public static CronJobNotice InvalidSchedule(string schedule, string error) => Warning("InvalidSchedule", $"invalid schedule: {schedule} : {error}");

    public static CronJobNotice UnsupportedSchedule(string schedule) =>
        Warning("UnsupportedSchedule", $"CRON_TZ or TZ used in schedule {GoText.Quote(schedule)} is not officially supported, see {Documentation} for more details");

    private static CronJobNotice Normal(string reason, string begin, string? job = null, string? end = null) => new(false, reason, begin, job, end);

    private static CronJobNotice Warning(string reason, string begin, string? job = null) => new(true, reason, begin, job);
}
