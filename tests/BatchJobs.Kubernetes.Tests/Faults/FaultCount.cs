using System.Collections.Concurrent;

namespace BatchJobs.Kubernetes.Tests.Faults;

/// <summary>Which faults happened how often.</summary>
internal sealed class FaultCount
{
    private readonly ConcurrentDictionary<string, int> counts = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Kinds => [.. counts.Keys];

    public void Add(string kind) => counts.AddOrUpdate(kind, 1, (_, count) => count + 1);

    public override string ToString() => string.Join(", ", counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}: {pair.Value}"));
}
