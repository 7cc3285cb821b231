using BatchJobs.Diagnostics;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Runtime;

namespace BatchJobs.Durability;

/// <summary>Takes the end of the output of pods that failed, which would be lost with the executor.</summary>
internal static class LogTails
{
    /// <summary>Whether any of these pods has output that is worth keeping.</summary>
    public static bool AreWanted(LoopServices services, List<EndedPod> ended) =>
        services.Options.KeptLogLines > 0 && services.Executor is IPodLogSource && ended.Exists(static pod => pod.Status.Phase == PodPhase.Failed);

    /// <summary>The same pods, those that failed with the end of their output.</summary>
    public static async ValueTask<List<EndedPod>> TakeAsync(LoopServices services, Guid jobUid, List<EndedPod> ended)
    {
        for (int i = 0; i < ended.Count; i++)
        {
            if (ended[i].Status.Phase == PodPhase.Failed)
            {
                ended[i] = ended[i] with { LogTail = await ReadAsync(services, new PodId(jobUid, ended[i].Ordinal)).ConfigureAwait(false) };
            }
        }

        return ended;
    }

    private static async ValueTask<IReadOnlyList<PodLogLine>> ReadAsync(LoopServices services, PodId pod)
    {
        var source = (IPodLogSource)services.Executor;
        var options = new PodLogOptions { Tail = services.Options.KeptLogLines };
        List<PodLogLine> lines = [];
        try
        {
            await foreach (PodLogLine line in source.ReadLogAsync(pod, options, services.Closing).ConfigureAwait(false))
            {
                lines.Add(line);
            }
        }
#pragma warning disable CA1031 // output is worth having, but not worth losing a Job for
        catch (Exception error)
#pragma warning restore CA1031
        {
            JobEngineLog.ExecutorFailed(services.Logger, error);
        }

        return lines;
    }
}
