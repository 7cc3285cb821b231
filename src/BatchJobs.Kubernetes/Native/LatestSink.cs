using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using BatchJobs.Kubernetes.Watching;
using BatchJobs.Watching;

namespace BatchJobs.Kubernetes.Native;

/// <summary>Keeps the latest of each object for a reader who may be slow.</summary>
/// <param name="read">Makes an object of its JSON; null for one that is not wanted.</param>
internal sealed class LatestSink<T>(Func<JsonElement, T?> read) : IFeedSink
    where T : class
{
    private readonly ConcurrentDictionary<(string Namespace, string Name), Entry> entries = new();
    private readonly LatestQueue<(string Namespace, string Name)> queue = new();

    public void Changed(WatchedObject item) => Put(item, removed: false);

    public void Removed(WatchedObject item) => Put(item, removed: true);

    public void Listed(IReadOnlySet<(string Namespace, string Name)> names, ulong version)
    {
        foreach (((string, string) key, Entry entry) in entries)
        {
            if (!names.Contains(key) && !entry.Removed)
            {
                entries[key] = entry with { Removed = true };
                queue.Enqueue(key);
            }
        }
    }

    /// <summary>No change comes any more.</summary>
    public void Complete() => queue.Complete();

    /// <summary>Reads the changes, each object in its latest state.</summary>
    public async IAsyncEnumerable<LatestChange<T>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await queue.WaitAsync(cancellationToken).ConfigureAwait(false))
        {
            while (queue.TryDequeue(out (string, string) key))
            {
                if (entries.TryGetValue(key, out Entry? entry))
                {
                    if (entry.Removed)
                    {
                        entries.TryRemove(KeyValuePair.Create(key, entry)); // unless it is there again by now
                    }

                    yield return new LatestChange<T>(entry.Object, entry.IsNew, entry.Removed);
                }
            }
        }
    }

    private void Put(WatchedObject item, bool removed)
    {
        (string, string) key = (item.Namespace, item.Name);
        if (!removed && entries.TryGetValue(key, out Entry? known) && known.Version == item.Version)
        {
            return;
        }

        if (read(item.Content) is { } content)
        {
            entries[key] = new Entry(content, item.Version, item.IsNew, removed);
            queue.Enqueue(key);
        }
    }

    private sealed record Entry(T Object, string Version, bool IsNew, bool Removed);
}

/// <summary>The latest of an object.</summary>
/// <param name="Object">The object.</param>
/// <param name="IsNew">Whether it was just created.</param>
/// <param name="Removed">Whether it has gone.</param>
internal readonly record struct LatestChange<T>(T Object, bool IsNew, bool Removed);
