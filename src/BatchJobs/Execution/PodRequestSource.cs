using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Execution;

/// <summary>What the requests of one Job share, and how the rest of a request follows from the number and index of its pod.</summary>
internal abstract class PodRequestSource
{
    public abstract JobKey Job { get; }

    public abstract Guid JobUid { get; }

    /// <summary>The spec all pods have in common.</summary>
    public abstract PodSpec Template { get; }

    public abstract string NameOf(long ordinal, int index);

    public abstract IReadOnlyDictionary<string, string> LabelsOf(int index);

    public abstract IReadOnlyDictionary<string, string> AnnotationsOf(int index, int failures, int ignoredFailures);

    public abstract PodSpec SpecOf(int index);
}
