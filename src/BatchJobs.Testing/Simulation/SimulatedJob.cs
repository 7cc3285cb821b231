using BatchJobs.Client;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Testing.Scenarios;
using BatchJobs.Testing.Scripting;

namespace BatchJobs.Testing.Simulation;

/// <summary>The Job of a scenario.</summary>
internal sealed class SimulatedJob(Scenario scenario, Job job, IJobClient client, ScriptedPods pods, TimeProvider clock, SimulatedTime time) : ISimulatedObject
{
    private readonly JobKey key = new(job.Metadata.Namespace ?? JobKey.DefaultNamespace, job.Metadata.Name ?? scenario.Name);
    private readonly ObjectLife life = new(clock);
    private readonly Dictionary<ConditionAt, double> conditions = [];
    private readonly StateHistory<CountersAt> counters = new();
    private IReadOnlyList<JobEventEntry> events = [];
    private IReadOnlyList<JobDecision> decisions = [];
    private JobStatus status = new();

    public DateTimeOffset? Finished => life.Finished;

    public DateTimeOffset? Gone => life.Gone;

    public bool IsBeingDeleted => life.IsBeingDeleted;

    public Task CreateAsync(CancellationToken cancellationToken) => client.CreateAsync(job, cancellationToken);

    public Task PatchAsync(string mergePatch, CancellationToken cancellationToken) => client.PatchAsync(key, mergePatch, cancellationToken);

    public Task DeleteAsync(DeletionPropagation propagation, CancellationToken cancellationToken) =>
        client.DeleteAsync(key, new JobDeleteOptions { Propagation = propagation }, cancellationToken);

    public async Task ObserveAsync(CancellationToken cancellationToken)
    {
        if (Gone is not null)
            return;
        try
        {
            Job seen = await client.GetAsync(key, cancellationToken).ConfigureAwait(false);
            events = await client.ListEventsAsync(key, cancellationToken).ConfigureAwait(false);
            decisions = (await client.ExplainAsync(key, cancellationToken).ConfigureAwait(false)).Decisions;
            life.See(seen.IsFinished(), seen.Metadata.DeletionTimestamp is not null);
            Remember(seen.Status ?? new JobStatus(), time.Of(clock.GetUtcNow()));
        }
        catch (JobNotFoundException)
        {
            life.SeeGone();
        }
    }

    public SimulationResult Result(IReadOnlyList<StepResult> steps)
    {
        var names = new PodNames(key, pods.All);
        var results = new JobResults(time, names);
        return new JobSimulationResult
        {
            Scenario = scenario.Name,
            End = time.Of(clock.GetUtcNow()),
            Object = life.Times(time),
            Steps = steps,
            Status = results.Of(status),
            Pods = [.. pods.All.Select(results.Of)],
            ConditionsOverTime = [.. conditions.OrderBy(pair => pair.Value).Select(pair => pair.Key with { T = pair.Value, Message = names.Hide(pair.Key.Message) })],
            StatusOverTime = [.. counters.Lasting().Select(entry => entry.State with { T = entry.At })],
            Events = EventBudget.Spend(events, names.Hide),
            Decisions = [.. decisions.Select(results.Of)],
        };
    }

    private void Remember(JobStatus seen, double now)
    {
        status = seen;
        foreach (JobCondition condition in seen.Conditions ?? [])
            conditions.TryAdd(new ConditionAt(0, condition.Type ?? "", condition.Status?.Value ?? "", condition.Reason, condition.Message), now);
        counters.Add(now, JobResults.CountersOf(seen));
    }
}
