using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Client;

/// <summary>Which Jobs to list.</summary>
public record JobListOptions
{
    /// <summary>The namespace; null for all.</summary>
    public string? Namespace { get; init; }

    /// <summary>What their labels must be; null for anything.</summary>
    public LabelSelector? LabelSelector { get; init; }

    /// <summary>What their fields must be, such as <c>status.successful=0,metadata.name!=old</c>; null for anything.</summary>
    /// <remarks>Kubernetes: the field selector of Jobs, which knows <c>metadata.name</c>, <c>metadata.namespace</c> and <c>status.successful</c>.</remarks>
    public string? FieldSelector { get; init; }

    /// <summary>true for finished Jobs only, false for unfinished ones only.</summary>
    public bool? Finished { get; init; }

    /// <summary>How many Jobs a page has at the most.</summary>
    /// <value>500.</value>
    public int Limit { get; init; } = 500;

    /// <summary>Where the page begins: <see cref="JobList.Continue"/> of the page before.</summary>
    public JobKey? Continue { get; init; }
}

/// <summary>One page of Jobs.</summary>
/// <param name="Items">The Jobs.</param>
/// <param name="Continue">Where the next page begins; null at the end.</param>
/// <param name="ResourceVersion">Where a watch can go on from, so that it misses nothing that came after this page was made.</param>
public sealed record JobList(IReadOnlyList<Job> Items, JobKey? Continue, string ResourceVersion);
