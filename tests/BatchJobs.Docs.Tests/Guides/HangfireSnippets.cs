using BatchJobs.Building;
using BatchJobs.InProcess;
using Hangfire;
using Hangfire.InMemory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BatchJobs.Docs.Tests.Guides;

/// <summary>The two sides of the page for those who come from Hangfire.</summary>
public class HangfireSnippets
{
    [Fact]
    public void Hangfire_takes_its_side()
    {
        using var storage = new InMemoryStorage();
        var client = new BackgroundJobClient(storage);
        var recurring = new RecurringJobManager(storage);
        IReadOnlyList<int> invoices = [17, 18, 19];

        #region hangfire-fan-out
        foreach (int invoice in invoices)
        {
            client.Enqueue<InvoiceMailer>(mailer => mailer.SendAsync(invoice, CancellationToken.None));
        }
        #endregion

        #region hangfire-recurring
        recurring.AddOrUpdate<InvoiceMailer>("nightly", mailer => mailer.SendAllAsync(CancellationToken.None), "30 2 * * *");
        #endregion

        Assert.Equal(3, storage.GetMonitoringApi().EnqueuedCount("default"));
    }

    [Fact]
    public async Task BatchJobs_takes_its_side()
    {
        IReadOnlyList<int> invoices = [17, 18, 19];
        var sent = new System.Collections.Concurrent.ConcurrentBag<int>();
        var mailer = new InvoiceMailer { Sent = sent.Add };
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(mailer);

        #region batchjobs-host
        builder.Services.AddBatchJobs()
            .UseSqlite("jobs.db")
            .UseInProcess(options => options with { MaxConcurrentPods = 20 })
            .AddHandler<NightlyInvoices>("nightly-invoices")
            .AddHosting();
        #endregion

        builder.Services.AddBatchJobs("fleeting").UseInProcess();
        using IHost host = builder.Build();
        JobEngine engine = host.Services.GetRequiredKeyedService<JobEngine>("fleeting");

        #region batchjobs-fan-out
        JobReport report = await engine.RunAsync(
            JobBuilder.Indexed("send-invoices", completions: invoices.Count).Parallelism(20).BackoffLimitPerIndex(10),
            async pod => await mailer.SendAsync(invoices[pod.Index], pod.CancellationToken));
        #endregion

        #region batchjobs-recurring
        await engine.CreateCronJobAsync(CronJobBuilder
            .Every("30 2 * * *", JobBuilder.NonIndexed("nightly-invoices").Image("nightly-invoices").BackoffLimit(10))
            .TimeZone("Europe/Berlin")
            .ForbidOverlap());
        #endregion

        Assert.True(report.Succeeded);
        Assert.Equal(invoices, sent.Order());
    }

    #region hangfire-job
    [AutomaticRetry(Attempts = 10)]
    [DisableConcurrentExecution(timeoutInSeconds: 600)]
    public sealed class InvoiceMailer
    #endregion
    {
        public Action<int> Sent { get; init; } = static _ => { };

        public Task SendAsync(int invoice, CancellationToken cancellationToken)
        {
            Sent(invoice);
            return Task.CompletedTask;
        }

        public Task SendAllAsync(CancellationToken cancellationToken) => SendAsync(0, cancellationToken);
    }

    #region batchjobs-handler
    public sealed class NightlyInvoices(InvoiceMailer mailer) : IPodHandler
    {
        public async ValueTask<int> RunAsync(PodContext pod)
        {
            await mailer.SendAllAsync(pod.CancellationToken);
            return 0;
        }
    }
    #endregion
}
