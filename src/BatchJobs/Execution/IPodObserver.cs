using BatchJobs.Pods;

namespace BatchJobs.Execution;

/// <summary>Receives what an <see cref="IPodExecutor"/> sees; quick and safe to call from any thread.</summary>
public interface IPodObserver
{
    /// <summary>A pod has changed.</summary>
    /// <param name="report">How it is now.</param>
    void OnReport(in PodReport report);

    /// <summary>Pods of a Job have ended; for executors whose pods are short and many.</summary>
    /// <param name="jobUid">The uid of the Job.</param>
    /// <param name="ended">How each of them ended; each was not restarted and has one container.</param>
    /// <remarks>
    /// The same as a report of each. What follows for the Job may be done before the call returns, so the caller must hold no locks:
    /// the executor may be asked to start and release pods.
    /// </remarks>
    void OnCompleted(Guid jobUid, ReadOnlySpan<PodCompletion> ended)
    {
        foreach (ref readonly PodCompletion completion in ended)
        {
            OnReport(new PodReport(new PodId(jobUid, completion.Ordinal), completion.ToStatus()));
        }
    }

    /// <summary>A pod that was not released is gone and its outcome can't be known.</summary>
    /// <param name="pod">The pod.</param>
    void OnVanished(PodId pod);
}
