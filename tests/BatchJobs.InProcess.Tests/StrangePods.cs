using BatchJobs.Execution;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.InProcess.Tests;

/// <summary>The pods of a Job that no engine has.</summary>
/// <param name="image">What they run.</param>
internal sealed class StrangePods(string image) : PodRequestSource
{
    public override JobKey Job { get; } = new("other");

    public override Guid JobUid { get; } = Guid.NewGuid();

    public override PodSpec Template { get; } = new() { RestartPolicy = RestartPolicy.Never, Containers = [new Container { Name = "main", Image = image }] };

    public PodStartRequest Request(long ordinal) => new(this, ordinal, 0, DateTimeOffset.UtcNow, 0, 0, null);

    public override string NameOf(long ordinal, int index) => $"other-{ordinal}";

    public override IReadOnlyDictionary<string, string> LabelsOf(int index) => new Dictionary<string, string>();

    public override IReadOnlyDictionary<string, string> AnnotationsOf(int index, int failures, int ignoredFailures) => new Dictionary<string, string>();

    public override PodSpec SpecOf(int index) => Template;
}
