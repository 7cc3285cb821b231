using System.Diagnostics.Metrics;
using System.Reflection;
using BatchJobs.Client;
using BatchJobs.Hosting;
using BatchJobs.InProcess;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BatchJobs.Docs.Tests.Guides;

/// <summary>The code of the page on operating, and its tables held against what an engine really says.</summary>
public class OperatingSnippets
{
    private static readonly string Page = Pages.Text("src/BatchJobs.Hosting/operating-it.md");

    [Fact]
    public async Task A_host_is_set_up_to_be_operated()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        string folder = Directory.CreateTempSubdirectory("operating-").FullName;
        string path = Path.Combine(folder, "jobs.db");

        #region operating-host
        builder.Services.AddBatchJobs(options => options with { FinishedJobLimit = 2_000, EventHistory = 100 })
            .UseSqlite(path)
            .UseInProcess(options => options with { MaxConcurrentPods = 32 })
            .AddHosting(options => options.DrainTimeout = TimeSpan.FromSeconds(50));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(60));
        builder.Services.AddHealthChecks().AddCheck<JobEngineHealthCheck>("batchjobs");
        #endregion

        using IHost host = builder.Build();
        await host.StartAsync();
        Assert.Equal(HealthStatus.Healthy, (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status);
        IJobClient client = host.Services.GetRequiredService<IJobClient>();

        #region operating-purge
        await client.DeleteAllAsync(new JobListOptions { Finished = true, FieldSelector = "status.successful=1" });
        #endregion

        await host.StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_page_has_every_instrument()
    {
        List<string> names = [];
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => Add(instrument) };
        listener.Start();
        await using var engine = new JobEngine(new InProcessPodExecutor());

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Contains($"`{name}`", Page, StringComparison.Ordinal));

        void Add(Instrument instrument)
        {
            if (instrument.Meter.Name == "BatchJobs")
            {
                names.Add(instrument.Name);
            }
        }
    }

    [Fact]
    public void The_page_has_every_message_of_the_engine()
    {
        LoggerMessageAttribute[] messages = [.. typeof(JobEngine).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()];

        Assert.NotEmpty(messages);
        Assert.All(messages, message => Assert.Contains($"| {message.EventId} | {message.Level} | {message.Message} |", Page, StringComparison.Ordinal));
    }
}
