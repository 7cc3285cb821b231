using BatchJobs.Diagnostics;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Runtime;

namespace BatchJobs.Durability;

/// <summary>Takes the end of the output of pods that failed, which would be lost with the executor.</summary>
internal sealed class LogTails(LoopServices services, Guid jobUid)
{
    private readonly PodLogOptions options = new() { Tail = services.Options.KeptLogLines };

    /// <summary>The same pods, those that failed with the end of their output.</summary>
    public async ValueTask<List<EndedPod>> TakeAsync(List<EndedPod> ended)
    {
        if (services.Executor is IPodLogSource source && options.Tail > 0)
        {
            for (int i = 0; i < ended.Count; i++)
            {
                if (ended[i].Status.Phase == PodPhase.Failed)
                {
                    ended[i] = ended[i] with { LogTail = await ReadAsync(source, ended[i].Ordinal).ConfigureAwait(false) };
                }
            }
        }

        return ended;
    }

    private async ValueTask<IReadOnlyList<PodLogLine>> ReadAsync(IPodLogSource source, long ordinal)
    {
        List<PodLogLine> lines = [];
        try
        {
            await foreach (PodLogLine line in source.ReadLogAsync(new PodId(jobUid, ordinal), options, services.Closing).ConfigureAwait(false))
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
