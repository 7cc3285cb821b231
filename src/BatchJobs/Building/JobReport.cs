using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Building;

/// <summary>How a finished Job went, index by index.</summary>
public record JobReport
{
    private IndexSet? succeeded;
    private IndexSet? failed;

    /// <summary>Makes a report.</summary>
    /// <param name="job">The finished Job.</param>
    /// <param name="failures">The latest failure of each index (NonIndexed: of each pod number) that had one.</param>
    public JobReport(Job job, IReadOnlyDictionary<int, PodFailure> failures)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(failures);
        Job = job;
        Failures = failures;
    }

    /// <summary>The finished Job.</summary>
    public Job Job { get; }

    /// <summary>The latest failure of each index that had one, whether a later attempt succeeded or not; by pod number in a NonIndexed Job.</summary>
    /// <remarks>A failure that was pushed out of <see cref="JobEngineOptions.FinishedPodHistory"/> before it could be read is missing.</remarks>
    public IReadOnlyDictionary<int, PodFailure> Failures { get; }

    /// <summary>Whether the Job has completed.</summary>
    public bool Succeeded => Job.IsComplete();

    /// <summary>Why the Job has ended as it has, in one word, such as <c>CompletionsReached</c> or <c>FailedIndexes</c>.</summary>
    public string? Reason => Ending?.Reason;

    /// <summary>Why the Job has ended as it has, in a sentence.</summary>
    public string? Message => Ending?.Message;

    /// <summary>The indexes that succeeded, ascending.</summary>
    public IEnumerable<int> SucceededIndexes => SucceededSet.Enumerate();

    /// <summary>The indexes that used up their retries, ascending; kept by Jobs with a back-off limit per index.</summary>
    public IEnumerable<int> FailedIndexes => FailedSet.Enumerate();

    /// <summary>How one index of an Indexed Job ended.</summary>
    /// <param name="index">The index.</param>
    /// <returns>The outcome.</returns>
    public IndexOutcome OutcomeOf(int index) =>
        SucceededSet.Contains(index) ? IndexOutcome.Succeeded
        : FailedSet.Contains(index) ? IndexOutcome.Failed
        : IndexOutcome.Unfinished;

    /// <summary>Throws if the Job has failed.</summary>
    /// <returns>This report.</returns>
    /// <exception cref="JobFailedException">The Job has failed.</exception>
    public JobReport ThrowIfFailed() => Succeeded ? this : throw new JobFailedException(this);

    private JobCondition? Ending => Job.FindCondition(JobConditionTypes.Complete) ?? Job.FindCondition(JobConditionTypes.Failed);

    private IndexSet SucceededSet => succeeded ??= Read(Job.Status?.CompletedIndexes);

    private IndexSet FailedSet => failed ??= Read(Job.Status?.FailedIndexes);

    private static IndexSet Read(string? text) => string.IsNullOrEmpty(text) ? new IndexSet() : IndexSetText.Read(text, int.MaxValue);
}

/// <summary>A report with what the pods have worked out.</summary>
/// <typeparam name="TResult">The type of one result.</typeparam>
/// <param name="Report">The report without results.</param>
/// <param name="Results">The result of each index that succeeded (NonIndexed: of each pod number).</param>
public sealed record JobReport<TResult>(JobReport Report, IReadOnlyDictionary<int, TResult> Results) : JobReport(Report)
{
    /// <summary>Throws if the Job has failed.</summary>
    /// <returns>This report.</returns>
    /// <exception cref="JobFailedException">The Job has failed.</exception>
    public new JobReport<TResult> ThrowIfFailed()
    {
        base.ThrowIfFailed();
        return this;
    }
}

/// <summary>How an index ended.</summary>
public enum IndexOutcome
{
    /// <summary>The Job ended before the index did.</summary>
    Unfinished,

    /// <summary>A pod of the index succeeded.</summary>
    Succeeded,

    /// <summary>The index used up its retries, or met a rule that fails it.</summary>
    Failed,
}
