using BatchJobs.Primitives;
using Microsoft.Extensions.Logging;

namespace BatchJobs.Diagnostics;

/// <summary>What the engine writes to its log; event ids 1 to 99.</summary>
internal static partial class JobEngineLog
{
    [LoggerMessage(1, LogLevel.Information, "Job {Job} created")]
    public static partial void JobCreated(ILogger logger, JobKey job);

    [LoggerMessage(2, LogLevel.Information, "Job {Job} finished: {Condition} ({Reason}: {Message})")]
    public static partial void JobFinished(ILogger logger, JobKey job, string condition, string reason, string message);

    [LoggerMessage(3, LogLevel.Information, "Job {Job} removed")]
    public static partial void JobRemoved(ILogger logger, JobKey job);

    [LoggerMessage(5, LogLevel.Information, "CronJob {CronJob} created")]
    public static partial void CronJobCreated(ILogger logger, JobKey cronJob);

    [LoggerMessage(4, LogLevel.Information, "CronJob {CronJob} removed")]
    public static partial void CronJobRemoved(ILogger logger, JobKey cronJob);

    [LoggerMessage(10, LogLevel.Warning, "Job {Job}: the executor refused pod {Pod}")]
    public static partial void PodRefused(ILogger logger, JobKey job, string pod, Exception error);

    [LoggerMessage(11, LogLevel.Warning, "A request to the executor failed; trying again")]
    public static partial void ExecutorFailed(ILogger logger, Exception error);

    [LoggerMessage(12, LogLevel.Error, "Job {Job} could not be saved; nothing is done for it until it can")]
    public static partial void SaveFailed(ILogger logger, JobKey job, Exception error);

    [LoggerMessage(13, LogLevel.Critical, "Job {Job}: internal error")]
    public static partial void LoopFailed(ILogger logger, JobKey job, Exception error);

    [LoggerMessage(14, LogLevel.Warning, "Job {Job}: the result of pod {Pod} can't be kept and is lost with this process")]
    public static partial void ResultLost(ILogger logger, JobKey job, string pod, Exception error);
}
