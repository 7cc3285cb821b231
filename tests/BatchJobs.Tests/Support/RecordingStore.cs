using BatchJobs.Primitives;
using BatchJobs.Storage;

namespace BatchJobs.Tests.Support;

/// <summary>Writes down when something is saved, and fails as often as it is told to.</summary>
internal sealed class RecordingStore(List<string> journal) : IJobStore
{
    public int FailuresLeft { get; set; }

    public ValueTask SaveAsync(StoredJob job, CancellationToken cancellationToken = default)
    {
        if (FailuresLeft > 0)
        {
            FailuresLeft--;
            journal.Add("save failed");
            throw new IOException("The disk is full.");
        }

        journal.Add("save");
        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveAsync(JobKey key, Guid uid, CancellationToken cancellationToken = default)
    {
        journal.Add("remove");
        return ValueTask.CompletedTask;
    }
}
