using System.Globalization;
using BatchJobs.Specs;

namespace BatchJobs.Building;

/// <summary>Writes a CronJob down step by step; every step gives a new builder and leaves the old one as it is.</summary>
/// <remarks>What is not said takes the default of Kubernetes.</remarks>
public sealed class CronJobBuilder
{
    private readonly CronJob cronJob;

    private CronJobBuilder(CronJob cronJob) => this.cronJob = cronJob;

    /// <summary>A CronJob that makes a Job whenever its schedule is due.</summary>
    /// <param name="schedule">The schedule, such as <c>30 2 * * *</c> or <c>@daily</c>.</param>
    /// <param name="job">What each Job is like; its name, labels and annotations are the CronJob's, and its Jobs have them too but for the name.</param>
    /// <returns>The builder.</returns>
    public static CronJobBuilder Every(string schedule, Job job)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(job);
        ObjectMeta metadata = job.Metadata;
        return new CronJobBuilder(new CronJob
        {
            Metadata = metadata,
            Spec = new CronJobSpec
            {
                Schedule = schedule,
                JobTemplate = new JobTemplateSpec { Metadata = new ObjectMeta { Labels = metadata.Labels, Annotations = metadata.Annotations }, Spec = job.Spec },
            },
        });
    }

    /// <summary>The CronJob a builder has written down.</summary>
    /// <param name="builder">The builder.</param>
    public static implicit operator CronJob(CronJobBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Build();
    }

    /// <summary>The CronJob as written down; it is validated when it is created.</summary>
    /// <returns>The CronJob.</returns>
    public CronJob Build() => cronJob;

    /// <summary>The CronJob as written down; the same as <see cref="Build"/>.</summary>
    /// <returns>The CronJob.</returns>
    public CronJob ToCronJob() => Build();

    /// <summary>Sets the zone whose clocks the schedule speaks of; without it they are those of the engine.</summary>
    /// <param name="zone">A name of the IANA database, such as <c>Europe/Berlin</c>.</param>
    /// <returns>The builder with it.</returns>
    public CronJobBuilder TimeZone(string zone) => With(spec => spec with { TimeZone = zone });

    /// <summary>Leaves a run out while the one before goes on.</summary>
    /// <returns>The builder with it.</returns>
    public CronJobBuilder ForbidOverlap() => With(spec => spec with { ConcurrencyPolicy = ConcurrencyPolicy.Forbid });

    /// <summary>Ends the run before when the next one is due.</summary>
    /// <returns>The builder with it.</returns>
    public CronJobBuilder ReplaceEarlierRun() => With(spec => spec with { ConcurrencyPolicy = ConcurrencyPolicy.Replace });

    /// <summary>Sets how late a run may start at the most; one that is later, as after a pause of the engine, is left out.</summary>
    /// <param name="time">The time; in whole seconds.</param>
    /// <returns>The builder with it.</returns>
    public CronJobBuilder StartingDeadline(TimeSpan time) => With(spec => spec with { StartingDeadlineSeconds = JobBuilder.Seconds(time) });

    /// <summary>Has missed runs made up for in order, as after a pause of the engine; without it only the latest one is. It is written down as an annotation, which clusters do not heed.</summary>
    /// <param name="runs">How many at the most, the latest of them; from 1 to 1000.</param>
    /// <returns>The builder with it.</returns>
    /// <remarks>With <see cref="ForbidOverlap"/> they run one after another, else side by side; with <see cref="ReplaceEarlierRun"/> it has no effect.</remarks>
    public CronJobBuilder CatchUp(int runs)
    {
        ObjectMeta metadata = cronJob.Metadata;
        return new(cronJob with { Metadata = metadata with { Annotations = JobBuilder.Add(metadata.Annotations, CronJob.CatchUpAnnotation, runs.ToString(CultureInfo.InvariantCulture)) } });
    }

    /// <summary>Sets how many finished Jobs are kept.</summary>
    /// <param name="successful">How many that completed; 3 without it.</param>
    /// <param name="failed">How many that failed; 1 without it.</param>
    /// <returns>The builder with it.</returns>
    public CronJobBuilder History(int successful, int failed) =>
        With(spec => spec with { SuccessfulJobsHistoryLimit = successful, FailedJobsHistoryLimit = failed });

    /// <summary>Lets the CronJob rest until it is resumed.</summary>
    /// <returns>The builder with it.</returns>
    public CronJobBuilder Suspended() => With(spec => spec with { Suspend = true });

    private CronJobBuilder With(Func<CronJobSpec, CronJobSpec> change) => new(cronJob with { Spec = change(cronJob.Spec) });
}
