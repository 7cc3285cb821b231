using System.Runtime.CompilerServices;
using System.Text.Json;
using BatchJobs.Kubernetes.Mapping;
using BatchJobs.Kubernetes.Watching;
using BatchJobs.Watching;

namespace BatchJobs.Kubernetes.Native;

/// <summary>Keeps the latest of each object for a reader who may be slow; one created anew under a name is another object.</summary>
/// <param name="read">Makes an object of its JSON; null for one that is not wanted.</param>
internal sealed class LatestSink<T>(Func<JsonElement, T?> read) : IFeedSink
    where T : class
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Namespace, string Name), string> present = [];
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly LatestQueue<string> queue = new();

    public void Changed(WatchedObject item)
    {
        lock (gate)
        {
            (string, string) name = (item.Namespace, item.Name);
            if (entries.TryGetValue(item.Uid, out Entry? known) && !IsNews(known, item))
            {
                return;
            }

            if (read(item.Content) is { } content)
            {
                if (present.TryGetValue(name, out string? uid) && uid != item.Uid)
                {
                    MarkRemoved(uid);
                }

                present[name] = item.Uid;
                Put(item.Uid, new Entry(content, ResourceVersions.Parse(item.Version), item.IsNew || known is { IsNew: true }, Removed: false));
            }
        }
    }

    public void Removed(WatchedObject item)
    {
        lock (gate)
        {
            if (read(item.Content) is { } content)
            {
                Put(item.Uid, new Entry(content, ResourceVersions.Parse(item.Version), IsNew: false, Removed: true));
                if (present.TryGetValue((item.Namespace, item.Name), out string? uid) && uid == item.Uid)
                {
                    present.Remove((item.Namespace, item.Name));
                }
            }
        }
    }

    public void Listed(IReadOnlySet<(string Namespace, string Name)> names, ulong version)
    {
        lock (gate)
        {
            foreach (((string, string) name, string uid) in present.Where(pair => !names.Contains(pair.Key)).ToList())
            {
                MarkRemoved(uid);
                present.Remove(name);
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
            while (Take() is { } entry)
            {
                yield return new LatestChange<T>(entry.Object, entry.IsNew, entry.Removed);
            }
        }
    }

    /// <summary>What is older than what was seen is no news, and nothing comes after the end.</summary>
    private static bool IsNews(Entry known, WatchedObject item) =>
        !known.Removed && (ResourceVersions.Parse(item.Version) is var version && (version == 0 || version > known.Version));

    private void MarkRemoved(string uid)
    {
        if (entries.TryGetValue(uid, out Entry? entry))
        {
            Put(uid, entry with { IsNew = false, Removed = true });
        }
    }

    private void Put(string uid, Entry entry)
    {
        entries[uid] = entry;
        queue.Enqueue(uid);
    }

    private Entry? Take()
    {
        lock (gate)
        {
            if (!queue.TryDequeue(out string uid))
            {
                return null;
            }

            Entry entry = entries[uid];
            if (entry.Removed)
            {
                entries.Remove(uid);
            }
            else
            {
                entries[uid] = entry with { IsNew = false }; // it is told now
            }

            return entry;
        }
    }

    private sealed record Entry(T Object, ulong Version, bool IsNew, bool Removed);
}

/// <summary>The latest of an object.</summary>
/// <param name="Object">The object.</param>
/// <param name="IsNew">Whether it was created since it was last told.</param>
/// <param name="Removed">Whether it has gone.</param>
internal readonly record struct LatestChange<T>(T Object, bool IsNew, bool Removed);
