using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WorkerService;

// Counts the words of some texts, one pod for each text, and ends.
// A host stopped in between (Ctrl+C) interrupts pods without spending their retries.
HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);

builder.Services.AddSingleton<TextStore>();
builder.Services.AddBatchJobs()
    .UseInProcess(options => options with { MaxConcurrentPods = 4 })
    .AddHandler<CountWords>("count-words")
    .AddHosting();
builder.Services.AddHostedService<CountingService>();

await builder.Build().RunAsync();
