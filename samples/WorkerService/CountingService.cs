using BatchJobs;
using BatchJobs.Building;
using BatchJobs.InProcess;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace WorkerService;

/// <summary>Creates the Job, waits for it and says how it went.</summary>
internal sealed partial class CountingService(JobEngine engine, TextStore texts, IHostApplicationLifetime lifetime, ILogger<CountingService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A failed index starts again in its pod, at once the first time.
        JobReport report = await engine.RunToCompletionAsync(
            JobBuilder.Indexed("count-words", texts.Count).Parallelism(2).RestartOnFailure().Image("count-words"),
            stoppingToken);
        IReadOnlyDictionary<int, int> words = ((InProcessPodExecutor)engine.Executor).GetResults<int>(Guid.Parse(report.Job.Metadata.Uid!));
        Counted(report.Reason, words.Values.Sum());
        lifetime.StopApplication();
    }

    [LoggerMessage(LogLevel.Information, "Job ended ({Reason}): {Words} words in all")]
    private partial void Counted(string? reason, int words);
}
