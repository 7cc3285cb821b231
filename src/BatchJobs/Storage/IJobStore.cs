namespace BatchJobs.Storage;

/// <summary>Keeps what an engine must not lose.</summary>
/// <remarks>
/// A store knows names, versions and labels; the rest is bytes to it. The engine gathers what all its Jobs have to save and hands it over
/// together, one batch at a time, and does nothing for a Job before its batch is safe: so a crash at any point loses nothing and counts no
/// pod twice. <c>JobStoreContract</c> of BatchJobs.Testing.Xunit tests a store.
/// </remarks>
public interface IJobStore : IJobStoreReader
{
    /// <summary>Opens the store for its one writer, and brings a store of an earlier version forward; called once, before anything else.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that ends when the store can be read and written.</returns>
    /// <exception cref="JobStoreException">The store can't be used; nothing of it has changed, and nothing is left to be closed.</exception>
    ValueTask OpenAsync(CancellationToken cancellationToken = default);

    /// <summary>Makes changes, all of them or none; no two calls overlap.</summary>
    /// <param name="changes">The changes, in order; at most one of each object. Their bytes stay as they are until the returned task has ended, and no longer.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that ends when the changes are safe.</returns>
    /// <exception cref="JobStoreException">Nothing has changed; with <see cref="JobStoreProblem.Conflict"/>, because an object does not have the version that was expected.</exception>
    ValueTask CommitAsync(IReadOnlyList<StoreChange> changes, CancellationToken cancellationToken = default);
}
