using BatchJobs.Building;
using BatchJobs.InProcess;
using MigrationGate;

// A web application that answers no request before its database is up to date: the gate is a hosted service, and a host starts those in order
// and its web server last. A database that can't be brought up to date ends the application with the reason instead.
//   dotnet run --project samples/MigrationGate
//   curl http://localhost:5000/revenue
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
var shop = new Shop(builder.Configuration["database"] ?? "shop.db", builder.Configuration["sales"] ?? "../data/sales.csv");
builder.Services.AddBatchJobs()
    .UseInProcess(options => options with { ExceptionExitCodes = new ExceptionExitCodes().Map<FormatException>(Gate.BadInput, "BadInput") })
    .AddHandler("migrate-shop", pod => shop.MigrateAsync(pod.Logger, pod.CancellationToken))
    .AddHosting();
builder.Services.AddHostedService<Gate>();

WebApplication app = builder.Build();
app.MapGet("/revenue", shop.RevenueAsync);
try
{
    await app.RunAsync();
    return 0;
}
catch (JobFailedException failed)
{
    await Console.Error.WriteLineAsync(failed.Message);
    return 1;
}
