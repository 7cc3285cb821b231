using BatchJobs.Diagnostics;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Runtime;
using BatchJobs.State;
using BatchJobs.StateMachine;
using BatchJobs.Storage;

namespace BatchJobs.Durability;

/// <summary>Takes the results of pods as their success is counted, which would be lost with the executor.</summary>
internal sealed class ResultLog(LoopServices services, JobState state, IPodResultSource source, long last)
{
    /// <summary>Most Jobs have no results.</summary>
    private RecordLog? made;

    /// <summary>The number of the last record.</summary>
    public long Sequence => made?.Sequence ?? last;

    private RecordLog Log => made ??= new RecordLog(StoredRecordKind.Results, limit: null, last);

    public void Continue(StoredEntries<PodResult> kept)
    {
        if (kept.Entries.Count > 0)
        {
            kept.Continue(Log);
        }
    }

    /// <summary>Writes the results of the pods that a step has counted, if they have any.</summary>
    public void Write(List<JobNotice> notices, SaveBuffers save)
    {
        List<PodResult>? found = null;
        foreach (JobNotice notice in notices)
        {
            if (notice is { Kind: JobNoticeKind.PodSucceeded, Ordinal: { } ordinal } && Find(ordinal, notice.Index) is { } result)
            {
                (found ??= []).Add(result);
            }
        }

        if (found is null)
        {
            return;
        }

        Log.Begin(save.Results, found.Count);
        foreach (PodResult result in found)
        {
            PodResultCodec.Write(save.Results, result);
        }

        Log.End(save.Results, save);
    }

    private PodResult? Find(long ordinal, int index)
    {
        try
        {
            return source.FindResult(new PodId(state.Uid, ordinal), index == PodRecord.NoIndex ? null : index);
        }
#pragma warning disable CA1031 // a result is worth having, but not worth losing a pod for
        catch (Exception error)
#pragma warning restore CA1031
        {
            JobEngineLog.ResultLost(services.Logger, state.Key, PodNaming.Name(state.Key.Name, state.Uid, index, ordinal), error);
            return null;
        }
    }
}
