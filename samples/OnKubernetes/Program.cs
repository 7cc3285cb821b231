using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OnKubernetes;

// A host inside a cluster, whose Jobs run as Pods beside it. See README.md for the account, the rights and the Deployment it needs.
string folder = Environment.GetEnvironmentVariable("BATCHJOBS_DATA") ?? ".";
HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);

builder.Services.AddBatchJobs()
    .UseKubernetes(options => options with
    {
        Identity = "nightly",
        Namespace = Environment.GetEnvironmentVariable("BATCHJOBS_NAMESPACE") ?? "batch",
    })
    .UseSqlite(Path.Combine(folder, "jobs.db"))
    .AddHosting();
builder.Services.AddHostedService<NightlyReports>();

await builder.Build().RunAsync();
