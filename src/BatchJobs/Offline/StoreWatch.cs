using BatchJobs.Client;
using BatchJobs.Specs;
using BatchJobs.Storage;

namespace BatchJobs.Offline;

/// <summary>What was seen of the Jobs of a store, look by look.</summary>
internal sealed class StoreWatch
{
    private readonly Dictionary<Guid, (long Version, Job Job)> seen = [];
    private HashSet<Guid> present = [];

    /// <summary>Whether a Job is new or has changed since the look before; null if neither.</summary>
    public JobChangeType? Look(StoredObject stored)
    {
        present.Add(stored.Uid);
        return !seen.TryGetValue(stored.Uid, out var known) ? JobChangeType.Added
            : known.Version != stored.ResourceVersion ? JobChangeType.Modified
            : null;
    }

    public void Remember(Guid uid, Job job) => seen[uid] = (long.Parse(job.Metadata.ResourceVersion!, System.Globalization.CultureInfo.InvariantCulture), job);

    /// <summary>Ends a look.</summary>
    /// <returns>The Jobs that it did not see any more.</returns>
    public IReadOnlyList<JobChange> Gone()
    {
        List<JobChange> gone = [];
        foreach (Guid uid in seen.Keys.Where(uid => !present.Contains(uid)).ToList())
        {
            gone.Add(new JobChange(JobChangeType.Deleted, seen[uid].Job));
            seen.Remove(uid);
        }

        present = [];
        return gone;
    }
}
