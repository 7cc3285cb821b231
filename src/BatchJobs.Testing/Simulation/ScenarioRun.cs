using BatchJobs.Testing.Scenarios;
using BatchJobs.Testing.Scripting;

namespace BatchJobs.Testing.Simulation;

/// <summary>One run of a scenario: moves time from one instant at which something happens to the next.</summary>
internal sealed class ScenarioRun : IAsyncDisposable
{
    private readonly VirtualTimeProvider clock;
    private readonly Queue<ScenarioStep> steps;
    private readonly List<StepResult> stepResults = [];
    private readonly Scenario scenario;
    private readonly SimulatedTime time;
    private readonly ScriptedPodExecutor executor;
    private readonly JobEngine engine;
    private readonly ISimulatedObject subject;
    private readonly StepRunner runner;

    public ScenarioRun(Scenario scenario, JobSimulatorOptions options)
    {
        this.scenario = scenario;
        time = scenario.Job is null ? SimulatedTime.OfCronJob() : SimulatedTime.OfJob();
        clock = new VirtualTimeProvider(time.Zero);
        steps = new Queue<ScenarioStep>(scenario.Steps.OrderBy(step => step.At));
        var random = new Random(options.Seed);
        executor = new ScriptedPodExecutor(clock, [.. scenario.Pods]);
        executor.Pods.Latency = () => options.Latency * random.NextDouble();
        var jobs = new JobWatch(clock);
        engine = new JobEngine(executor, new JobEngineOptions
        {
            TimeProvider = clock,
            PodReportBatchPeriod = options.PodReportBatchPeriod,
            EventHistory = int.MaxValue,
            SaveWatcher = jobs,
            NewUid = _ => NewUid(random),
        });
        subject = scenario switch
        {
            { Job: { } job, CronJob: null } => new SimulatedJob(scenario, job, engine, executor.Pods, clock, time),
            { CronJob: { } cronJob, Job: null } => new SimulatedCronJob(scenario, cronJob, engine, jobs, clock, time),
            _ => throw new ArgumentException("A scenario is about either a Job or a CronJob.", nameof(scenario)),
        };
        runner = new StepRunner(subject, executor.Pods);
    }

    public async Task<SimulationResult> RunAsync(CancellationToken cancellationToken)
    {
        clock.AdvanceTo(time.Zero + scenario.CreateAt);
        await subject.CreateAsync(cancellationToken).ConfigureAwait(false);
        await SettleAsync(cancellationToken).ConfigureAwait(false);
        while (await AdvanceAsync(cancellationToken).ConfigureAwait(false))
            await SettleAsync(cancellationToken).ConfigureAwait(false);
        return subject.Result(stepResults);
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
        DateTimeOffset? step = steps.TryPeek(out ScenarioStep? next) ? time.Zero + next.At : null;
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
        await subject.ObserveAsync(cancellationToken).ConfigureAwait(false);
        if (scenario.Job is not null && subject.IsBeingDeleted && CollectGarbage())
        {
            await engine.WhenIdleAsync().ConfigureAwait(false);
            await subject.ObserveAsync(cancellationToken).ConfigureAwait(false);
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
        DateTimeOffset latest = time.Zero + until.Max;
        DateTimeOffset? reached = until.Gone ? subject.Gone : until.Finished ? subject.Finished : null;
        if (reached is not { } since)
            return latest;
        DateTimeOffset end = scenario.Steps.Select(step => time.Zero + step.At).Append(since).Max() + until.Settle;
        return end < latest ? end : latest;
    }
}
