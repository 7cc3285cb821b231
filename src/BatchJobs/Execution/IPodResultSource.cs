using BatchJobs.Pods;

namespace BatchJobs.Execution;

/// <summary>An executor whose pods leave results; an engine with a store keeps them with their Job.</summary>
public interface IPodResultSource
{
    /// <summary>Finds what a pod that has succeeded has left; asked when its success is about to be saved, together with the result.</summary>
    /// <param name="pod">The pod; it is not released yet.</param>
    /// <param name="index">Its completion index; null in a NonIndexed Job.</param>
    /// <returns>The result; null if there is none.</returns>
    /// <remarks>Whatever it throws is logged, and the pod counts all the same.</remarks>
    PodResult? FindResult(PodId pod, int? index);

    /// <summary>Takes back the results of a Job of an earlier engine; called before <see cref="IPodExecutor.ConnectAsync"/>.</summary>
    /// <param name="jobUid">The Job.</param>
    /// <param name="results">The results in the order in which they were saved; a later one of the same number replaces an earlier one.</param>
    void RestoreResults(Guid jobUid, IReadOnlyList<PodResult> results);
}

/// <summary>The result of a pod as it is kept.</summary>
/// <param name="Number">The completion index; in a NonIndexed Job the number of the pod.</param>
/// <param name="Type">What it is, in a word of the executor's own.</param>
/// <param name="Json">The result.</param>
public readonly record struct PodResult(int Number, string Type, string Json);
