using BatchJobs.Specs;

namespace BatchJobs.Execution;

/// <summary>An executor that can go on by itself for a while.</summary>
/// <remarks>
/// Ahead of a store (<see cref="JobEngineOptions.StoreLag"/>) its pods are released before their end is saved, so that it keeps what they left, results and output,
/// until it forgets the Job.
/// </remarks>
internal interface ILeasingExecutor
{
    /// <summary>Starts a pod of which there is nothing to tell but what it has in common with the others of its Job, without a request of its own; false if it has to be asked for by one.</summary>
    bool TryStart(PodRequestSource pods, long ordinal, int index, DateTimeOffset createdAt);

    /// <summary>A step has asked for all that it starts, and lent what it lends; until then pods may wait that are over in no time.</summary>
    void GoAhead();

    /// <summary>Whether a Job has pods now that could make use of a lease.</summary>
    bool HasUseForLease(Guid jobUid);

    /// <summary>Gives a lease; there is none for the Job.</summary>
    void Lend(PodLease lease);

    /// <summary>Takes it back: no pod is started under it any more, and all that was done is in it.</summary>
    void CallBack(PodLease lease);

    /// <summary>Whether a Job of such pods may begin on the threads that run them: they are over in no time, or so many wait that others are.</summary>
    bool BeginsSoon(PodSpec template);

    /// <summary>There are held Jobs: the executor begins them whenever it has caught up, until there are none.</summary>
    void CatchUp(IHeldJobs held);

    /// <summary>No pod of a Job will be started any more: what nobody can ask for may go.</summary>
    void JobFinished(Guid jobUid);
}
