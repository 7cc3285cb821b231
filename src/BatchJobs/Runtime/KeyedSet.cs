using System.Diagnostics.CodeAnalysis;

namespace BatchJobs.Runtime;

/// <summary>Objects by a key that each of them has anyway; for use by many threads.</summary>
/// <remarks>An object costs 20 bytes. A node of a concurrent dictionary takes 56 and its place another 8, and all nodes are made anew whenever it grows.</remarks>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TItem">The objects.</typeparam>
internal sealed class KeyedSet<TKey, TItem>
    where TKey : IEquatable<TKey>
    where TItem : class
{
    /// <summary>Threads that come at the same time mostly look into different ones.</summary>
    private const int Sections = 8;

    private readonly Func<TItem, TKey> keyOf;
    private readonly HashSet<TItem>.AlternateLookup<Sought>[] sections = new HashSet<TItem>.AlternateLookup<Sought>[Sections];

    /// <param name="keyOf">The key of an object, which never changes.</param>
    public KeyedSet(Func<TItem, TKey> keyOf)
    {
        this.keyOf = keyOf;
        var comparer = new ByKey(keyOf);
        for (int i = 0; i < Sections; i++)
        {
            sections[i] = new HashSet<TItem>(comparer).GetAlternateLookup<Sought>();
        }
    }

    /// <summary>The objects that are there now.</summary>
    public IReadOnlyList<TItem> All
    {
        get
        {
            List<TItem> all = [];
            foreach (HashSet<TItem>.AlternateLookup<Sought> section in sections)
            {
                lock (section.Set)
                {
                    all.AddRange(section.Set);
                }
            }

            return all;
        }
    }

    /// <summary>Adds an object; false if there is one of its key.</summary>
    public bool TryAdd(TItem item)
    {
        var sought = new Sought(keyOf(item), item);
        HashSet<TItem>.AlternateLookup<Sought> section = SectionOf(in sought);
        lock (section.Set)
        {
            return section.Add(sought);
        }
    }

    public bool TryGet(TKey key, [NotNullWhen(true)] out TItem? item)
    {
        var sought = new Sought(key);
        HashSet<TItem>.AlternateLookup<Sought> section = SectionOf(in sought);
        lock (section.Set)
        {
            return section.TryGetValue(sought, out item);
        }
    }

    /// <summary>Removes that object, not another one of its key.</summary>
    public bool Remove(TItem item)
    {
        var sought = new Sought(keyOf(item));
        HashSet<TItem>.AlternateLookup<Sought> section = SectionOf(in sought);
        lock (section.Set)
        {
            return section.TryGetValue(sought, out TItem? found) && ReferenceEquals(found, item) && section.Remove(sought);
        }
    }

    private HashSet<TItem>.AlternateLookup<Sought> SectionOf(in Sought sought) => sections[(sought.Hash >>> 16) % Sections];

    /// <summary>A key whose hash is made once for all that is done with it, which takes longer than the rest where it is that of two strings.</summary>
    private readonly struct Sought(TKey key, TItem? item = null)
    {
        public readonly TKey Key = key;
        public readonly int Hash = key.GetHashCode();

        /// <summary>What is to be added.</summary>
        public readonly TItem? Item = item;
    }

    private sealed class ByKey(Func<TItem, TKey> keyOf) : IEqualityComparer<TItem>, IAlternateEqualityComparer<Sought, TItem>
    {
        public bool Equals(TItem? x, TItem? y) => ReferenceEquals(x, y) || (x is not null && y is not null && keyOf(x).Equals(keyOf(y)));

        public int GetHashCode(TItem obj) => keyOf(obj).GetHashCode();

        public bool Equals(Sought alternate, TItem other) => alternate.Key.Equals(keyOf(other));

        public int GetHashCode(Sought alternate) => alternate.Hash;

        public TItem Create(Sought alternate) => alternate.Item!;
    }
}
