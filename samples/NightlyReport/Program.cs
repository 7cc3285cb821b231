using BatchJobs;
using BatchJobs.Building;
using BatchJobs.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NightlyReport;

// A worker service that sums the sales of each region at half past two every night, one pod a region, by Berlin's clocks.
// What it knows is in one file, so that a run missed while the machine was down is made up for within the hour, and one that was
// interrupted goes on. With the argument now it runs the report once and ends.
HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<SalesFile>();
builder.Services.AddBatchJobs()
    .UseSqlite(builder.Configuration["store"] ?? "nightly-report.db")
    .UseInProcess(options => options with { MaxConcurrentPods = 2 })
    .AddHandler<RegionReport>("region-report")
    .AddHosting();
using IHost host = builder.Build();
await host.StartAsync();

JobEngine engine = host.Services.GetRequiredService<JobEngine>();
try
{
    await engine.CreateCronJobAsync(CronJobBuilder
        .Every("30 2 * * *", JobBuilder.Indexed("nightly-report", SalesFile.Regions.Count).Parallelism(2).BackoffLimitPerIndex(3).Image("region-report"))
        .TimeZone("Europe/Berlin")
        .ForbidOverlap()
        .StartingDeadline(TimeSpan.FromHours(1)));
}
catch (JobAlreadyExistsException)
{
    // It is there from the last start.
}

if (args.Contains("now"))
{
    var run = (await engine.TriggerCronJobAsync(new("nightly-report"))).Key();
    await engine.WaitAsync(run);
    foreach (JobPod pod in await engine.ListPodsAsync(run))
    {
        Console.WriteLine(pod.Status.ContainerStatuses[0].Terminated?.Message);
    }

    await host.StopAsync();
    return;
}

await host.WaitForShutdownAsync();
