using BatchJobs.Storage;

namespace BatchJobs.Tests.Support;

/// <summary>Writes down when something is saved, and fails as often as it is told to.</summary>
internal sealed class RecordingStore(List<string> journal) : StoreProxy(new InMemoryJobStore())
{
    public int FailuresLeft { get; set; }

    public override ValueTask CommitAsync(IReadOnlyList<StoreChange> changes, CancellationToken cancellationToken = default)
    {
        if (FailuresLeft > 0)
        {
            FailuresLeft--;
            journal.Add("save failed");
            throw new JobStoreException(JobStoreProblem.Full, "The disk is full.");
        }

        journal.AddRange(changes.Select(change => change.Removes ? "remove" : "save"));
        return base.CommitAsync(changes, cancellationToken);
    }
}
