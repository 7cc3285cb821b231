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
        services.Options.KeptLogLines > 0 && services.Executor is IPodLogSource && ended.Exists(static pod => pod.HasFailed);

    /// <summary>Adds the end of their output to pods that failed.</summary>
    public static async ValueTask AddAsync(LoopServices services, Guid jobUid, List<EndedPod> ended)
    {
        for (int i = 0; i < ended.Count; i++)
        {
            if (ended[i].HasFailed)
            {
                ended[i] = ended[i] with { LogTail = await ReadAsync(services, new PodId(jobUid, ended[i].Ordinal)).ConfigureAwait(false) };
            }
        }
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
