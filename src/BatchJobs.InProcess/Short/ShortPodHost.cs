using BatchJobs.InProcess.Logs;
using BatchJobs.InProcess.Running;
using Microsoft.Extensions.Logging;

namespace BatchJobs.InProcess.Short;

/// <summary>Serves the body of a short pod; what needs more than a log makes it an ordinary pod first.</summary>
internal sealed class ShortPodHost(PodContext pod, ShortPodJob job, Crew crew) : IAttemptHost
{
    /// <summary>Whether anything was written.</summary>
    public bool HasLog { get; private set; }

    public IServiceProvider? Services => HandOver()?.Services;

    public ILogger Logger => new PodLogger(this, inner: null);

    public void ReportProgress(string progress) => HandOver()?.ReportProgress(progress);

    public void Write(string? line, bool isError)
    {
        HasLog = true;
        job.Job.Write(pod.Ordinal, job.ContainerName, line, isError, pod, static pod => pod.State == ShortPodState.Ended || pod.HandedOverTo is { HasEnded: true });
    }

    private PodAttempt? HandOver() => crew.HandOver(pod);
}
