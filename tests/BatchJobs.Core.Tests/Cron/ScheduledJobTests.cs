using BatchJobs.Cron;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Core.Tests.Cron;

public class ScheduledJobTests
{
    private static readonly Guid Uid = Guid.Parse("5a0d7a3e-6d0f-4a39-9d6a-0d9a4f6f4c11");

    private static readonly CronJobSpec Spec = new()
    {
        Schedule = "30 2 * * *",
        JobTemplate = new JobTemplateSpec
        {
            Metadata = new ObjectMeta
            {
                Name = "ignored",
                Labels = new Dictionary<string, string> { ["app"] = "report" },
                Annotations = new Dictionary<string, string> { ["team"] = "night" },
                Finalizers = ["ignored/too"],
            },
            Spec = new JobSpec { Completions = 5 },
        },
    };

    [Fact]
    public void A_run_gets_its_name_from_the_minute_and_the_rest_from_the_template()
    {
        Job job = Run(Spec, "2025-10-26T00:30:00Z");

        Assert.Equal("batch/v1", job.ApiVersion);
        Assert.Equal("Job", job.Kind);
        Assert.Equal("night-report-29357310", job.Metadata.Name);
        Assert.Equal("batch", job.Metadata.Namespace);
        Assert.Equal([new("app", "report")], job.Metadata.Labels!);
        Assert.Null(job.Metadata.Finalizers);
        Assert.Equal(5, job.Spec.Completions);
    }

    [Fact]
    public void A_run_is_controlled_by_its_CronJob() => Assert.Equal(
        [new OwnerReference { ApiVersion = "batch/v1", Kind = "CronJob", Name = "night-report", Uid = Uid.ToString(), Controller = true, BlockOwnerDeletion = true }],
        Run(Spec, "2025-10-26T00:30:00Z").Metadata.OwnerReferences!);

    [Theory]
    [InlineData(null, "2025-10-26T00:30:00Z", "2025-10-26T00:30:00Z")]
    [InlineData("Etc/UTC", "2025-10-26T00:30:00Z", "2025-10-26T00:30:00Z")]
    [InlineData("Europe/Berlin", "2025-10-26T00:30:00Z", "2025-10-26T02:30:00+02:00")]
    [InlineData("Europe/Berlin", "2025-10-26T01:30:00Z", "2025-10-26T02:30:00+01:00")]
    [InlineData("Europe/London", "2025-10-26T01:30:00Z", "2025-10-26T01:30:00Z")]
    [InlineData("America/St_Johns", "2025-01-01T03:30:00Z", "2025-01-01T00:00:00-03:30")]
    public void The_scheduled_time_is_written_in_the_zone_of_the_CronJob(string? zone, string scheduled, string written)
    {
        Job job = Run(Spec with { TimeZone = zone }, scheduled);

        Assert.Equal(new Dictionary<string, string> { ["team"] = "night", ["batch.kubernetes.io/cronjob-scheduled-timestamp"] = written }, job.Metadata.Annotations);
    }

    [Fact]
    public void The_template_is_left_as_it_was()
    {
        Run(Spec, "2025-10-26T00:30:00Z");
        Assert.Single(Spec.JobTemplate.Metadata!.Annotations!);

        Assert.Single(Run(Spec with { JobTemplate = new JobTemplateSpec() }, "2025-10-26T00:30:00Z").Metadata.Annotations!);
    }

    private static Job Run(CronJobSpec spec, string scheduled)
    {
        var state = new CronJobState(new JobKey("batch", "night-report"), Uid, DateTimeOffset.UnixEpoch, CronJobWorld.Resolve(spec));
        DateTimeOffset time = DateTimeOffset.Parse(scheduled);
        return ScheduledJob.Of(state, ScheduledJob.NameOf(state.Key, time), time);
    }
}
