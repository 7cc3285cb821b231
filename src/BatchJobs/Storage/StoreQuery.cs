using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Watching;

namespace BatchJobs.Storage;

/// <summary>Which objects of a store to list.</summary>
public sealed record StoreQuery
{
    /// <summary>Whether Jobs or CronJobs.</summary>
    public required StoredKind Kind { get; init; }

    /// <summary>The namespace; null for all.</summary>
    public string? Namespace { get; init; }

    /// <summary>What their labels must be; null for anything.</summary>
    public LabelSelector? LabelSelector { get; init; }

    /// <summary>true for finished Jobs only, false for unfinished ones only.</summary>
    public bool? Finished { get; init; }

    /// <summary>The last object of the page before; null for the first page.</summary>
    public JobKey? After { get; init; }

    /// <summary>How many objects a page has at the most.</summary>
    /// <value>500.</value>
    public int Limit { get; init; } = 500;

    /// <summary>Whether an object is one of those asked for, whatever page it is on.</summary>
    /// <param name="candidate">The object; neither manifest nor state matter.</param>
    /// <returns>true if it is.</returns>
    public bool Matches(StoredObject candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        return candidate.Kind == Kind
            && (Namespace is null || Namespace == candidate.Key.Namespace)
            && (Finished is null || Finished == candidate.Finished)
            && LabelSelection.Matches(LabelSelector, candidate.Labels);
    }
}

/// <summary>One page of what a store keeps.</summary>
/// <param name="Items">The objects.</param>
/// <param name="HasMore">Whether there are more of them after the last one.</param>
public sealed record StorePage(IReadOnlyList<StoredObject> Items, bool HasMore);
