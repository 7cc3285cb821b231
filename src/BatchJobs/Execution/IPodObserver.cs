using BatchJobs.Pods;

namespace BatchJobs.Execution;

/// <summary>Receives what an <see cref="IPodExecutor"/> sees; quick and safe to call from any thread.</summary>
public interface IPodObserver
{
    /// <summary>A pod has changed.</summary>
    /// <param name="report">How it is now.</param>
    void OnReport(in PodReport report);

    /// <summary>A pod that was not released is gone and its outcome can't be known.</summary>
    /// <param name="pod">The pod.</param>
    void OnVanished(PodId pod);
}
