using BatchJobs.Execution;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.InProcess.Tests;

/// <summary>Pods with quick bodies wait until their step has asked for all of them.</summary>
public class GoAheadTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pod_runs_whether_the_step_that_asked_for_it_comes_to_its_end_or_not(bool goesAhead)
    {
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var executor = new InProcessPodExecutor();
        executor.Handlers.Add("quick", _ =>
        {
            called.SetResult();
            return Task.CompletedTask;
        });
        Assert.True(executor.Handlers.TryGet("quick", out PodHandlerRegistration? handler));
        handler.Pace.Measure(TimeSpan.FromMicroseconds(1), 16);

        var leasing = (ILeasingExecutor)executor;
        Assert.True(leasing.TryStart(new Pods(), 0, 0, DateTimeOffset.UtcNow));
        if (goesAhead)
        {
            leasing.GoAhead();
        }

        await called.Task.WaitAsync(Patience);
    }

    /// <summary>The pods of a Job that no engine has.</summary>
    private sealed class Pods : PodRequestSource
    {
        public override JobKey Job { get; } = new("other");

        public override Guid JobUid { get; } = Guid.NewGuid();

        public override PodSpec Template { get; } = new() { RestartPolicy = RestartPolicy.Never, Containers = [new Container { Name = "main", Image = "quick" }] };

        public override string NameOf(long ordinal, int index) => "other-0";

        public override IReadOnlyDictionary<string, string> LabelsOf(int index) => new Dictionary<string, string>();

        public override IReadOnlyDictionary<string, string> AnnotationsOf(int index, int failures, int ignoredFailures) => new Dictionary<string, string>();

        public override PodSpec SpecOf(int index) => Template;
    }
}
