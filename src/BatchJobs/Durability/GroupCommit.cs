using BatchJobs.Storage;

namespace BatchJobs.Durability;

/// <summary>Gathers what all Jobs have to save while the batch before is being written, so that durability costs a batch and not each pod.</summary>
internal sealed class GroupCommit(IJobStore store) : IThreadPoolWorkItem
{
    private readonly Lock gate = new();
    private List<PendingSave> waiting = [];
    private List<PendingSave> taken = [];
    private List<StoreChange> batch = [];
    private bool running;
    private bool open;
    private bool closed;

    public IJobStore Store => store;

    /// <summary>Opens the store; one that is open only after <see cref="CloseAsync"/> is closed at once.</summary>
    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        await store.OpenAsync(cancellationToken).ConfigureAwait(false);
        bool late;
        lock (gate)
        {
            late = closed;
            open = !late;
        }

        if (late)
        {
            await store.DisposeAsync().ConfigureAwait(false);
            throw new ObjectDisposedException(nameof(JobEngine));
        }
    }

    /// <summary>Closes the store, if it is open.</summary>
    public ValueTask CloseAsync()
    {
        lock (gate)
        {
            closed = true;
            if (!open)
            {
                return default;
            }

            open = false;
        }

        return store.DisposeAsync();
    }

    /// <summary>Ends when the change is safe.</summary>
    public ValueTask CommitAsync(PendingSave save, StoreChange change)
    {
        ValueTask safe = save.Begin(change);
        lock (gate)
        {
            waiting.Add(save);
            if (running)
            {
                return safe;
            }

            running = true;
        }

        // On another thread, so that this one goes on to gather what the next batch will hold.
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return safe;
    }

    async void IThreadPoolWorkItem.Execute()
    {
        while (TryTake())
        {
            await WriteAsync().ConfigureAwait(false);
        }
    }

    private bool TryTake()
    {
        taken.Clear();
        batch.Clear();
        lock (gate)
        {
            if (waiting.Count == 0)
            {
                running = false; // from here on all this belongs to the next writer
                return false;
            }

            (waiting, taken) = (taken, waiting);
        }

        foreach (PendingSave save in taken)
        {
            batch.Add(save.Change);
        }

        return true;
    }

    private async ValueTask WriteAsync()
    {
        if (await TryWriteAsync(batch).ConfigureAwait(false) is not { } error)
        {
            taken.ForEach(static save => save.Succeed());
        }
        else if (taken.Count == 1)
        {
            taken[0].Fail(error);
        }
        else
        {
            // One change that can't be made must not keep the others from being made.
            await WriteOneByOneAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask WriteOneByOneAsync()
    {
        foreach (PendingSave save in taken)
        {
            if (await TryWriteAsync([save.Change]).ConfigureAwait(false) is { } error)
            {
                save.Fail(error);
            }
            else
            {
                save.Succeed();
            }
        }
    }

    private async ValueTask<Exception?> TryWriteAsync(IReadOnlyList<StoreChange> changes)
    {
        try
        {
            await store.CommitAsync(changes).ConfigureAwait(false);
            return null;
        }
#pragma warning disable CA1031 // whoever waits for the change gets it
        catch (Exception error)
#pragma warning restore CA1031
        {
            return error;
        }
    }
}
