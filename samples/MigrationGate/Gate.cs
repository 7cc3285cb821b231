using BatchJobs;
using BatchJobs.Building;

namespace MigrationGate;

/// <summary>Keeps the host from going on until the migration is complete. What may pass is tried again, with a growing back-off; bad input is not.</summary>
internal sealed class Gate(IJobClient jobs) : IHostedService
{
    public const int BadInput = 65;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        JobReport report = await jobs.RunToCompletionAsync(
            JobBuilder.NonIndexed("migrate-shop").BackoffLimit(4).FailJobOn(BadInput).ActiveDeadline(TimeSpan.FromMinutes(5)).Image("migrate-shop"),
            cancellationToken);
        report.ThrowIfFailed();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
