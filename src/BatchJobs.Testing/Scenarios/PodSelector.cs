using BatchJobs.Testing.Scripting;

namespace BatchJobs.Testing.Scenarios;

/// <summary>Which pods a step is about; without any member set, none.</summary>
public sealed record PodSelector
{
    /// <summary>Every pod.</summary>
    public static PodSelector All { get; } = new() { Everything = true };

    /// <summary>How many pods of the Job came before it.</summary>
    public long? Ordinal { get; init; }

    /// <summary>The completion index; without <see cref="Attempt"/> its newest pod.</summary>
    public int? Index { get; init; }

    /// <summary>How many pods of the index came before it.</summary>
    public long? Attempt { get; init; }

    /// <summary>Whether every pod is meant.</summary>
    public bool Everything { get; init; }

    /// <inheritdoc />
    public override string ToString() => (Everything, Ordinal, Index, Attempt) switch
    {
        (true, _, _, _) => "all pods",
        (_, { } ordinal, _, _) => $"pod {ordinal}",
        (_, _, { } index, null) => $"the newest pod of index {index}",
        (_, _, { } index, { } attempt) => $"pod {attempt} of index {index}",
        _ => "no pod",
    };

    /// <summary>Picks from the pods that are not gone, oldest first.</summary>
    internal IEnumerable<PodRecord> Select(IEnumerable<PodRecord> pods)
    {
        if (Everything)
            return pods;
        if (Ordinal is not null)
            return pods.Where(pod => pod.Id.Ordinal == Ordinal);
        if (Index is null)
            return [];
        return pods.Where(pod => pod.Index == Index && (Attempt is null || pod.Attempt == Attempt)).TakeLast(1);
    }
}
