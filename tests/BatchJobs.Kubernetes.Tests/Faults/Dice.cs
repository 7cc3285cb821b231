namespace BatchJobs.Kubernetes.Tests.Faults;

/// <summary>Repeatable chance for many threads.</summary>
internal sealed class Dice(int seed)
{
    private readonly Lock gate = new();
    private readonly Random random = new(seed);
    private readonly Dictionary<string, Queue<int>> decks = new(StringComparer.Ordinal);

    public int Next(int sides)
    {
        lock (gate)
        {
            return random.Next(sides);
        }
    }

    /// <summary>A card of a shuffled deck, so that none stays away for long however few are drawn.</summary>
    public int Draw(string deck, int cards)
    {
        lock (gate)
        {
            if (!decks.TryGetValue(deck, out Queue<int>? left) || left.Count == 0)
            {
                int[] all = [.. Enumerable.Range(0, cards)];
                random.Shuffle(all);
                decks[deck] = left = new Queue<int>(all);
            }

            return left.Dequeue();
        }
    }
}
