using System.Runtime.CompilerServices;

namespace BatchJobs.Storage;

/// <summary>Reading a store to its end.</summary>
internal static class StoreReaderExtensions
{
    /// <summary>All objects a query asks for, page by page.</summary>
    public static async IAsyncEnumerable<StoredObject> ListAllAsync(this IJobStoreReader store, StoreQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        StorePage page;
        do
        {
            page = await store.ListAsync(query, cancellationToken).ConfigureAwait(false);
            foreach (StoredObject item in page.Items)
            {
                yield return item;
            }

            query = page.Items is [.., var last] ? query with { After = last.Key } : query;
        }
        while (page.HasMore);
    }
}
