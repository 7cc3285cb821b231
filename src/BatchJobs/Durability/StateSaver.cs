using BatchJobs.Diagnostics;
using BatchJobs.Persistence;
using BatchJobs.Primitives;
using BatchJobs.Rules;
using BatchJobs.Runtime;
using BatchJobs.Storage;

namespace BatchJobs.Durability;

/// <summary>Saves one object, again and again until it is safe; for its loop only.</summary>
internal abstract class StateSaver(LoopServices services, GroupCommit commits, StoredKind kind, JobKey key, Guid uid, long version)
{
    private readonly PendingSave pending = new();
    private long savedVersion = version;
    private readonly List<StoredRecord> append = [];
    private readonly List<StoredRecordBound> drop = [];

    protected StateWriter State { get; } = new();

    /// <summary>Removes the object for good.</summary>
    public async ValueTask RemoveAsync()
    {
        // An object that went before it was ever saved leaves nothing to remove.
        if (savedVersion > 0)
        {
            await CommitAsync(Change() with { Removes = true }).ConfigureAwait(false);
        }
    }

    protected StoreChange Change() => new() { Kind = kind, Key = key, Uid = uid, ExpectedVersion = savedVersion };

    /// <summary>Begins to gather what is appended with the next change.</summary>
    protected void Gather()
    {
        append.Clear();
        drop.Clear();
    }

    protected void Gather(RecordLog log) => log.End(append, drop);

    protected async ValueTask SaveAsync(StoreChange change)
    {
        await CommitAsync(change with { State = State.Written, Append = append, Drop = drop }).ConfigureAwait(false);
        savedVersion++;
    }

    protected static long Number(string? resourceVersion) =>
        long.TryParse(resourceVersion, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out long number) ? number : 0;

    private async ValueTask CommitAsync(StoreChange change)
    {
        for (int failures = 1; ; failures++)
        {
            try
            {
                await commits.CommitAsync(pending, change).ConfigureAwait(false);
                return;
            }
            catch (JobStoreException error) when (error.Problem == JobStoreProblem.Conflict)
            {
                // Somebody else writes this object: to go on would be to overwrite it.
                throw;
            }
#pragma warning disable CA1031 // no effect may come before the state is safe, so try until it is
            catch (Exception error)
#pragma warning restore CA1031
            {
                JobEngineLog.SaveFailed(services.Logger, key, error);
            }

            await Task.Delay(StartRetry.After(failures), services.Time, services.Closing).ConfigureAwait(false);
        }
    }
}
