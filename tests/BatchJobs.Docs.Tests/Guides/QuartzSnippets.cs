using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Quartz;

namespace BatchJobs.Docs.Tests.Guides;

/// <summary>The side of Quartz.NET on the page for those who come from it; the other side is in <see cref="AfterQuartzSnippets"/>, as both have a JobBuilder.</summary>
public class QuartzSnippets
{
    [Fact]
    public async Task Quartz_takes_its_side()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);

        #region quartz-schedule
        builder.Services.AddQuartz(quartz => quartz.ScheduleJob<CleanUp>(trigger => trigger
            .WithIdentity("clean-up")
            .WithCronSchedule("0 30 2 * * ?", cron => cron.InTimeZone(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")))));
        builder.Services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        #endregion

        using IHost host = builder.Build();
        IScheduler scheduler = await host.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();
        Assert.NotNull(scheduler);
    }

    #region quartz-job
    [DisallowConcurrentExecution]
    public sealed class CleanUp : IJob
    {
        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
    }
    #endregion
}
