using BatchJobs.State;

namespace BatchJobs.Durability;

/// <summary>Sees every state at the moment in which it would be saved, whether anything keeps it or not.</summary>
internal interface ISaveWatcher
{
    void Saved(JobState state);

    void Removed(Guid uid);
}
