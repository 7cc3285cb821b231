using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Testing.Scenarios;
using BatchJobs.Testing.Scripting;

namespace BatchJobs.Testing.Simulation;

/// <summary>One run of a scenario: moves time from one instant at which something happens to the next.</summary>
internal sealed class JobSimulation : IAsyncDisposable
{
    private readonly VirtualTimeProvider clock = new(SimulatedTime.Zero);
    private readonly Queue<ScenarioStep> steps;
    private readonly List<StepResult> stepResults = [];
    private readonly Scenario scenario;
    private readonly Job job;
    private readonly ScriptedPodExecutor executor;
    private readonly JobEngine engine;
    private readonly StepRunner runner;
    private readonly JobRecorder recorder;

    public JobSimulation(Scenario scenario, Job job, JobSimulatorOptions options)
    {
        this.scenario = scenario;
        this.job = job;
        steps = new Queue<ScenarioStep>(scenario.Steps.OrderBy(step => step.At));
        var random = new Random(options.Seed);
        executor = new ScriptedPodExecutor(clock, [.. scenario.Pods]);
        executor.Pods.Latency = () => options.Latency * random.NextDouble();
        engine = new JobEngine(executor, new JobEngineOptions
        {
            TimeProvider = clock,
            PodReportBatchPeriod = options.PodReportBatchPeriod,
            EventHistory = int.MaxValue,
            NewUid = () => NewUid(random),
        });
        var key = new JobKey(job.Metadata.Namespace ?? JobKey.DefaultNamespace, job.Metadata.Name ?? scenario.Name);
        runner = new StepRunner(engine, key, executor.Pods);
        recorder = new JobRecorder(engine, key, executor.Pods, clock);
    }

    public async Task<JobSimulationResult> RunAsync(CancellationToken cancellationToken)
    {
        await engine.CreateAsync(job, cancellationToken).ConfigureAwait(false);
        await SettleAsync(cancellationToken).ConfigureAwait(false);
        while (await AdvanceAsync(cancellationToken).ConfigureAwait(false))
            await SettleAsync(cancellationToken).ConfigureAwait(false);
        return recorder.Result(scenario.Name, stepResults);
    }

    public async ValueTask DisposeAsync()
    {
        // Nobody moves the clock any more, so nobody could wait for pods to stop.
        await engine.AbandonAsync().ConfigureAwait(false);
    }

    /// <summary>Lets the next thing happen; a step of the user comes before timers of the same instant.</summary>
    /// <returns>false at the end.</returns>
    private async Task<bool> AdvanceAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        DateTimeOffset end = EndsAt();
        DateTimeOffset? timer = clock.NextTimer;
        DateTimeOffset? step = steps.TryPeek(out ScenarioStep? next) ? SimulatedTime.Zero + next.At : null;
        if (step <= end && !(timer < step))
        {
            clock.SkipTo(step.Value);
            stepResults.Add(await runner.RunAsync(steps.Dequeue(), cancellationToken).ConfigureAwait(false));
            return true;
        }

        if (timer <= end)
            return clock.AdvanceToNextTimer();
        clock.SkipTo(end);
        return false;
    }

    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        await engine.WhenIdleAsync().ConfigureAwait(false);
        await recorder.ObserveAsync(cancellationToken).ConfigureAwait(false);
        if (recorder.IsBeingDeleted && CollectGarbage())
        {
            await engine.WhenIdleAsync().ConfigureAwait(false);
            await recorder.ObserveAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Does what the garbage collector does for a foreground deletion: deletes every pod, finished ones too.</summary>
    private bool CollectGarbage()
    {
        List<PodRecord> left = [.. executor.Pods.All.Where(pod => pod.Deleted is null)];
        left.ForEach(pod => executor.Pods.Delete(pod.Id));
        return left.Count > 0;
    }

    private static Guid NewUid(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    private DateTimeOffset EndsAt()
    {
        ScenarioEnd until = scenario.Until;
        DateTimeOffset latest = SimulatedTime.Zero + until.Max;
        DateTimeOffset? reached = until.Gone ? recorder.Gone : until.Finished ? recorder.Finished : null;
        if (reached is not { } time)
            return latest;
        DateTimeOffset end = scenario.Steps.Select(step => SimulatedTime.Zero + step.At).Append(time).Max() + until.Settle;
        return end < latest ? end : latest;
    }
}
