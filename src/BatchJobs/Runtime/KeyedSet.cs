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
    private readonly HashSet<TItem>.AlternateLookup<TKey>[] sections = new HashSet<TItem>.AlternateLookup<TKey>[Sections];

    /// <param name="keyOf">The key of an object, which never changes.</param>
    public KeyedSet(Func<TItem, TKey> keyOf)
    {
        this.keyOf = keyOf;
        var comparer = new ByKey(keyOf);
        for (int i = 0; i < Sections; i++)
        {
            sections[i] = new HashSet<TItem>(comparer).GetAlternateLookup<TKey>();
        }
    }

    /// <summary>The objects that are there now.</summary>
    public IReadOnlyList<TItem> All
    {
        get
        {
            List<TItem> all = [];
            foreach (HashSet<TItem>.AlternateLookup<TKey> section in sections)
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
        HashSet<TItem> section = SectionOf(keyOf(item)).Set;
        lock (section)
        {
            return section.Add(item);
        }
    }

    public bool TryGet(TKey key, [NotNullWhen(true)] out TItem? item)
    {
        HashSet<TItem>.AlternateLookup<TKey> section = SectionOf(key);
        lock (section.Set)
        {
            return section.TryGetValue(key, out item);
        }
    }

    /// <summary>Removes that object, not another one of its key.</summary>
    public bool Remove(TItem item)
    {
        HashSet<TItem> section = SectionOf(keyOf(item)).Set;
        lock (section)
        {
            return section.TryGetValue(item, out TItem? found) && ReferenceEquals(found, item) && section.Remove(item);
        }
    }

    private HashSet<TItem>.AlternateLookup<TKey> SectionOf(TKey key) => sections[(key.GetHashCode() >>> 16) % Sections];

    private sealed class ByKey(Func<TItem, TKey> keyOf) : IEqualityComparer<TItem>, IAlternateEqualityComparer<TKey, TItem>
    {
        public bool Equals(TItem? x, TItem? y) => ReferenceEquals(x, y) || (x is not null && y is not null && keyOf(x).Equals(keyOf(y)));

        public int GetHashCode(TItem obj) => keyOf(obj).GetHashCode();

        public bool Equals(TKey alternate, TItem other) => alternate.Equals(keyOf(other));

        public int GetHashCode(TKey alternate) => alternate.GetHashCode();

        public TItem Create(TKey alternate) => throw new NotSupportedException();
    }
}
