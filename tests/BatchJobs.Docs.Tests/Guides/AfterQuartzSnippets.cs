using BatchJobs.Building;
using BatchJobs.InProcess;
using BatchJobs.Specs;
using BatchJobs.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BatchJobs.Docs.Tests.Guides;

/// <summary>This library's side of the page for those who come from Quartz.NET.</summary>
public class AfterQuartzSnippets
{
    [Fact]
    public async Task The_schedule_is_a_CronJob()
    {
        #region after-quartz-schedule
        CronJob cleanUp = CronJobBuilder
            .Every("30 2 * * *", JobBuilder.NonIndexed("clean-up").Image("clean-up").BackoffLimit(3))
            .TimeZone("Europe/Berlin")
            .ForbidOverlap()
            .StartingDeadline(TimeSpan.FromHours(1));
        #endregion

        await using var host = new JobTestHost();
        int runs = 0;
        host.Handlers.Add("clean-up", _ =>
        {
            runs++;
            return Task.CompletedTask;
        });
        await host.Engine.CreateCronJobAsync(cleanUp);
        await host.AdvanceAsync(TimeSpan.FromDays(2));
        Assert.Equal(2, runs);
    }

    [Fact]
    public void The_host_knows_the_handler()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);

        #region after-quartz-host
        builder.Services.AddBatchJobs()
            .UseSqlite("jobs.db")
            .UseInProcess(options => options with { MaxConcurrentPods = 10 })
            .AddHandler<CleanUp>("clean-up")
            .AddHosting();
        #endregion

        using IHost host = builder.Build();
        Assert.Contains(builder.Services, service => service.ServiceType == typeof(JobEngine));
    }

    #region after-quartz-handler
    public sealed class CleanUp : IPodHandler
    {
        public ValueTask<int> RunAsync(PodContext pod) => new(0);
    }
    #endregion
}
