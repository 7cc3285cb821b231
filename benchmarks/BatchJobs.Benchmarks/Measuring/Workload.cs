namespace BatchJobs.Benchmarks.Measuring;

/// <summary>Some work that contenders do in turns.</summary>
/// <param name="Id">The name of the workload, such as <c>W1</c>.</param>
/// <param name="Title">What is done.</param>
/// <param name="Unit">What a number counts.</param>
/// <param name="Items">How many items a round has.</param>
/// <param name="ShortItems">How many it has when there is little time.</param>
/// <param name="Contenders">Who does it; ours first.</param>
/// <param name="Targets">What ours has to reach.</param>
internal sealed record Workload(
    string Id,
    string Title,
    string Unit,
    int Items,
    int ShortItems,
    Func<IReadOnlyList<Contender>> Contenders,
    IReadOnlyList<Target> Targets);
