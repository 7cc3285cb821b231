using BatchJobs;
using BatchJobs.Client;
using BatchJobs.Specs;
using Microsoft.Extensions.Hosting;

namespace OnKubernetes;

/// <summary>Sees to it that the CronJob of the reports exists; its store keeps it over restarts.</summary>
internal sealed class NightlyReports(ICronJobClient cronJobs) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await cronJobs.CreateCronJobAsync(Reports, stoppingToken);
        }
        catch (JobAlreadyExistsException)
        {
            // Created by an earlier start.
        }
    }

    private static CronJob Reports { get; } = new()
    {
        Metadata = new ObjectMeta { Name = "reports" },
        Spec = new CronJobSpec
        {
            Schedule = "30 2 * * *",
            JobTemplate = new JobTemplateSpec
            {
                Spec = new JobSpec
                {
                    CompletionMode = CompletionMode.Indexed,
                    Completions = 20,
                    Parallelism = 5,
                    BackoffLimitPerIndex = 2,
                    TtlSecondsAfterFinished = 24 * 60 * 60,
                    Template = new PodTemplateSpec
                    {
                        Spec = new PodSpec
                        {
                            RestartPolicy = RestartPolicy.Never,
                            Containers = [new Container { Name = "report", Image = "busybox", Command = ["sh", "-c", "echo report $JOB_COMPLETION_INDEX"] }],
                        },
                    },
                },
            },
        },
    };
}
