using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Cron;

/// <summary>A <see cref="CronJobSpec"/> with its defaults filled in and its schedule and zone looked up: what rules read.</summary>
internal sealed class ResolvedCronJobSpec
{
    /// <param name="source">The spec.</param>
    /// <param name="engineZone">The zone of schedules that name none.</param>
    /// <param name="catchUp">How many missed runs are made up for in order; null for Kubernetes' way.</param>
    public ResolvedCronJobSpec(CronJobSpec source, TimeZoneInfo engineZone, int? catchUp = null)
    {
        Source = source;

        // Each would be replaced by the next one at once.
        CatchUp = ReplacesEarlierRun ? null : catchUp;
        StartingDeadline = source.StartingDeadlineSeconds is { } seconds
            ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerSecond))
            : null;
        NamesZoneInSchedule = CronJobRules.HasZone(Schedule);
        TimeZoneInfo? zone = null;
        if (source.TimeZone is not null && !CronTimeZone.TryLoad(source.TimeZone, out zone, out string? zoneError))
        {
            TimeZoneError = zoneError;
        }

        StampZone = zone ?? TimeZoneInfo.Utc;
        if (CronSchedule.TryParse(Schedule, out CronSchedule? schedule, out string? scheduleError))
        {
            Timetable = new Timetable(schedule, zone ?? engineZone);
        }
        else
        {
            ScheduleError = scheduleError;
        }
    }

    /// <summary>The spec as it was written.</summary>
    public CronJobSpec Source { get; }

    public string Schedule => Source.Schedule ?? "";

    /// <summary>When runs are due; null if the schedule cannot be read.</summary>
    public Timetable? Timetable { get; }

    /// <summary>What is wrong with the schedule.</summary>
    public string? ScheduleError { get; }

    /// <summary>What is wrong with the zone.</summary>
    public string? TimeZoneError { get; }

    /// <summary>The zone in which the scheduled time is written on a Job.</summary>
    public TimeZoneInfo StampZone { get; }

    public TimeSpan? StartingDeadline { get; }

    /// <summary>How many missed runs are made up for, in order; null: the latest, as Kubernetes finds it.</summary>
    public int? CatchUp { get; }

    /// <summary>The schedule itself begins with a zone, which is not officially supported.</summary>
    public bool NamesZoneInSchedule { get; }

    public bool Suspend => Source.Suspend ?? false;

    public bool ForbidsOverlap => Source.ConcurrencyPolicy == ConcurrencyPolicy.Forbid;

    public bool ReplacesEarlierRun => Source.ConcurrencyPolicy == ConcurrencyPolicy.Replace;

    public int SuccessfulJobsHistoryLimit => Source.SuccessfulJobsHistoryLimit ?? JobDefaults.SuccessfulJobsHistoryLimit;

    public int FailedJobsHistoryLimit => Source.FailedJobsHistoryLimit ?? JobDefaults.FailedJobsHistoryLimit;

    /// <summary>Reads a CronJob that has been admitted.</summary>
    /// <exception cref="InvalidObjectException">Its annotation can't be read.</exception>
    public static ResolvedCronJobSpec Of(CronJob cronJob, TimeZoneInfo engineZone) => new(cronJob.Spec, engineZone, CatchUpAnnotation.Read(cronJob));

    /// <summary>Whether runs are due at the same times as under another spec.</summary>
    public bool IsDueLike(ResolvedCronJobSpec other) => Source.Schedule == other.Source.Schedule && Source.TimeZone == other.Source.TimeZone;
}
