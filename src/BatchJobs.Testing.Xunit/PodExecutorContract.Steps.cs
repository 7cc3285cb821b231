using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using Xunit;

namespace BatchJobs.Testing.Xunit;

/// <content>What tests do and wait for.</content>
public abstract partial class PodExecutorContract
{
    /// <summary>Longer than any test.</summary>
    private static readonly TimeSpan Hours = TimeSpan.FromHours(10);

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(10);

    /// <summary>What the tests give as grace period where its end is awaited.</summary>
    private const long ShortGraceSeconds = 2;

    /// <summary>Executors may write times as whole seconds, as kubelets do.</summary>
    private static readonly TimeSpan ClockGrain = TimeSpan.FromSeconds(1);

    private PodSpec ExitsAtOnce(int exitCode = 0) => Exits(exitCode, TimeSpan.Zero);

    private PodStartRequest Request(PodSpec spec, RestartPolicy? restarts = null, long graceSeconds = 36_000, Guid? job = null)
    {
        long ordinal = Interlocked.Increment(ref pods);
        return new PodStartRequest
        {
            Id = new PodId(job ?? JobUid, ordinal),
            Name = $"contract-{ordinal}",
            Uid = Guid.NewGuid(),
            Job = new JobKey("contract"),
            Index = (int)ordinal,
            CreationTimestamp = TimeProvider.System.GetUtcNow(),
            Labels = new Dictionary<string, string>(StringComparer.Ordinal),
            Annotations = new Dictionary<string, string>(StringComparer.Ordinal),
            Spec = spec with { RestartPolicy = restarts ?? RestartPolicy.Never, TerminationGracePeriodSeconds = graceSeconds },
        };
    }

    // What an executor is asked for it takes in time: a call that lasts fails the test instead of holding it up.
    private Task StartAsync(PodStartRequest request) => InTimeAsync(Executor.StartAsync(request).AsTask());

    private Task StopAsync(PodId pod, TimeSpan? gracePeriod = null) => InTimeAsync(Executor.StopAsync(pod, gracePeriod).AsTask());

    private Task ReleaseAsync(PodId pod) => InTimeAsync(Executor.ReleaseAsync(pod).AsTask());

    private Task ForgetJobAsync(Guid job, bool orphanPods) => InTimeAsync(Executor.ForgetJobAsync(job, orphanPods).AsTask());

    private async Task<PodId> StartAsync(PodSpec spec, long graceSeconds = 36_000, Guid? job = null)
    {
        PodStartRequest request = Request(spec, graceSeconds: graceSeconds, job: job);
        await StartAsync(request);
        return request.Id;
    }

    /// <summary>Starts a pod and waits until it really does what it should.</summary>
    private async Task<PodId> RunAsync(PodSpec spec, long graceSeconds = 36_000, Guid? job = null)
    {
        int living = await CountLivingAsync();
        PodId pod = await StartAsync(spec, graceSeconds, job);
        await WhenRunningAsync(pod);
        await UntilLivingAsync(living + 1);
        return pod;
    }

    private async Task<PodStatus> RunToEndAsync(PodSpec spec) => await WhenEndedAsync(await StartAsync(spec));

    private Task<PodStatus> WhenRunningAsync(PodId pod) =>
        reports.WhenAsync(pod, static status => status.Phase == PodPhase.Running, "A pod should have been reported as running", Patience);

    private Task<PodStatus> WhenBegunAsync(PodId pod) =>
        reports.WhenAsync(pod, static status => status.Phase != PodPhase.Pending, "A pod should have been reported as running or ended", Patience);

    private Task<PodStatus> WhenStoppingAsync(PodId pod) =>
        reports.WhenAsync(pod, static status => status.DeletionTimestamp is not null, "A pod that was asked to end should have been reported with a deletion timestamp", Patience);

    private Task<PodStatus> WhenEndedAsync(PodId pod) =>
        reports.WhenAsync(pod, ReportRules.HasEnded, "A pod should have been reported as ended", Patience);

    /// <summary>Waits until so many pods live: the world sends no signal, so it is asked again and again.</summary>
    private async Task UntilLivingAsync(int expected)
    {
        using var giveUp = new CancellationTokenSource(Patience);
        using var again = new PeriodicTimer(LookAgainAfter);
        int living;
        while ((living = await CountLivingAsync()) != expected)
        {
            if (giveUp.IsCancellationRequested)
                Assert.Fail($"{expected} pods should live, but {living} do.");
            await again.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private async Task<IReadOnlyList<PodId>> ListedAsync() => [.. (await Executor.ListAsync()).Select(report => report.Pod)];

    private async Task<PodStatus> ListedAsync(PodId pod) =>
        Assert.Single(await Executor.ListAsync(), report => report.Pod == pod).Status;

    /// <summary>Waits for something that must not take long.</summary>
    private Task InTimeAsync(Task task) => task.WaitAsync(Patience);

    /// <summary>A pod may be reported again after its end, but not as having ended otherwise.</summary>
    private void EndedOnce(PodId pod) => Assert.Single(
        reports.Of(pod).Where(ReportRules.HasEnded).Select(status => (status.Phase, status.ContainerStatuses is [var first, ..] ? first.Terminated : null)).Distinct());

    private static ContainerTermination EndOf(PodStatus status) =>
        Assert.Single(status.ContainerStatuses).Terminated ?? throw new InvalidOperationException("The container of an ended pod has not terminated.");
}
