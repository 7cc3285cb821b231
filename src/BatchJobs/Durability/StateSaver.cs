using System.Runtime.CompilerServices;
using BatchJobs.Diagnostics;
using BatchJobs.Primitives;
using BatchJobs.Rules;
using BatchJobs.Runtime;
using BatchJobs.Storage;

namespace BatchJobs.Durability;

/// <summary>Saves one object, again and again until it is safe; for its loop only.</summary>
internal abstract class StateSaver(LoopServices services, GroupCommit commits, long version)
{
    private long savedVersion = version;

    protected LoopServices Services => services;

    protected abstract StoredKind Kind { get; }

    protected abstract JobKey Key { get; }

    protected abstract Guid Uid { get; }

    /// <summary>Whether the object is in the store.</summary>
    public bool IsSaved => savedVersion > 0;

    /// <summary>Removes the object for good.</summary>
    /// <remarks>An object that went before it was ever saved leaves nothing to remove.</remarks>
    public ValueTask RemoveAsync() => savedVersion > 0
        ? CommitAsync(SaveBuffers.Rent(), new StoreChange { Kind = Kind, Key = Key, Uid = Uid, ExpectedVersion = savedVersion, Removes = true })
        : ValueTask.CompletedTask;

    /// <summary>Saves what was written into buffers.</summary>
    /// <param name="save">The buffers; not the caller's any more.</param>
    /// <param name="resourceVersion">The resource version its users see.</param>
    /// <param name="finished">Whether it is a Job that has ended.</param>
    /// <param name="manifest">The object without its status; null if it stays as it is.</param>
    /// <param name="labels">Its labels, if there is a manifest.</param>
    protected ValueTask SaveAsync(SaveBuffers save, long resourceVersion, bool finished, ReadOnlyMemory<byte>? manifest, IReadOnlyDictionary<string, string>? labels) =>
        CommitAsync(save, new StoreChange
        {
            Kind = Kind,
            Key = Key,
            Uid = Uid,
            ExpectedVersion = savedVersion,
            ResourceVersion = resourceVersion,
            Finished = finished,
            Manifest = manifest,
            Labels = labels ?? StoredObject.NoLabels,
            State = save.State.Written,
            Append = save.Append,
            Drop = save.Drop,
        });

    // Awaited once, by the loop: otherwise each save allocates what waits for it.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask CommitAsync(SaveBuffers save, StoreChange change)
    {
        for (int failures = 1; ; failures++)
        {
            try
            {
                await commits.CommitAsync(save.Pending, change).ConfigureAwait(false);
                break;
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
                JobEngineLog.SaveFailed(services.Logger, Key, error);
            }

            await WaitAsync(StartRetry.After(failures)).ConfigureAwait(false);
        }

        savedVersion++;
        save.Return();
    }

    private async Task WaitAsync(TimeSpan delay)
    {
        try
        {
            await Task.Delay(delay, services.Time, services.Closing).ConfigureAwait(false);
        }
        catch (OperationCanceledException error)
        {
            // Not as a cancellation: those who wait for the save have cancelled nothing.
            throw new ObjectDisposedException($"The engine was closed before {Kind} {Key} could be saved.", error);
        }
    }
}
