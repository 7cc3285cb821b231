using Microsoft.Extensions.Logging;

namespace BatchJobs.InProcess.Running;

/// <summary>What a context gets from its attempt, made when the body first asks for it.</summary>
internal interface IAttemptHost
{
    /// <summary>The scope of the attempt; null if the executor has no services.</summary>
    IServiceProvider? Services { get; }

    ILogger Logger { get; }

    void ReportProgress(string progress);

    void Write(string? line, bool isError);
}
