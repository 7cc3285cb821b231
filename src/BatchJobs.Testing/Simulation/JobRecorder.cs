using BatchJobs.Client;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Status;
using BatchJobs.Testing.Scripting;

namespace BatchJobs.Testing.Simulation;

/// <summary>Looks at a Job whenever something may have changed, and remembers what it saw.</summary>
internal sealed class JobRecorder(IJobClient client, JobKey key, ScriptedPods pods, TimeProvider clock)
{
    private const double Settled = 0.5;

    private readonly PodNames names = new(key);
    private readonly Dictionary<ConditionAt, double> conditions = [];
    private readonly List<CountersAt> counters = [];
    private IReadOnlyList<JobEventEntry> events = [];
    private IReadOnlyList<JobDecision> decisions = [];
    private JobStatus status = new();
    private DateTimeOffset? deleted;

    /// <summary>When the Job had finished or was gone.</summary>
    public DateTimeOffset? Finished { get; private set; }

    /// <summary>Whether the Job waits for its pods to go, so that it can go too.</summary>
    public bool IsBeingDeleted => deleted is not null && Gone is null;

    /// <summary>When the Job was gone.</summary>
    public DateTimeOffset? Gone { get; private set; }

    private double Now => SimulatedTime.Of(clock.GetUtcNow());

    public async Task ObserveAsync(CancellationToken cancellationToken)
    {
        if (Gone is not null)
            return;
        try
        {
            Job job = await client.GetAsync(key, cancellationToken).ConfigureAwait(false);
            events = await client.ListEventsAsync(key, cancellationToken).ConfigureAwait(false);
            decisions = (await client.ExplainAsync(key, cancellationToken).ConfigureAwait(false)).Decisions;
            Observe(job);
        }
        catch (JobNotFoundException)
        {
            Gone = clock.GetUtcNow();
            deleted ??= Gone;
            Finished ??= Gone;
        }
    }

    public JobSimulationResult Result(string scenario, IReadOnlyList<StepResult> steps)
    {
        foreach (PodRecord pod in pods.All)
            names.Add(pod.Name, pod.Id.Ordinal);
        return new JobSimulationResult
        {
            Scenario = scenario,
            End = Now,
            Object = new ObjectTimes(SimulatedTime.Of(deleted), SimulatedTime.Of(Gone)),
            Steps = steps,
            Status = ToResult(status),
            Pods = [.. pods.All.Select(ToResult)],
            ConditionsOverTime = [.. conditions.OrderBy(pair => pair.Value).Select(pair => pair.Key with { T = pair.Value, Message = names.Hide(pair.Key.Message) })],
            StatusOverTime = [.. SettledCounters()],
            Events = EventBudget.Spend(events, names),
            Decisions = [.. decisions.Select(ToResult)],
        };
    }

    private void Observe(Job job)
    {
        status = job.Status ?? new JobStatus();
        if (job.Metadata.DeletionTimestamp is not null)
            deleted ??= clock.GetUtcNow();
        foreach (JobCondition condition in status.Conditions ?? [])
        {
            var seen = new ConditionAt(0, condition.Type ?? "", condition.Status?.Value ?? "", condition.Reason, condition.Message);
            conditions.TryAdd(seen, Now);
            if (condition is { Type: "Complete" or "Failed" } && condition.Status == ConditionStatus.True)
                Finished ??= clock.GetUtcNow();
        }

        var now = new CountersAt(
            Now,
            status.Active ?? 0,
            status.Ready,
            status.Terminating,
            status.Succeeded ?? 0,
            status.Failed ?? 0,
            status.CompletedIndexes is { Length: > 0 } completed ? completed : null,
            status.FailedIndexes);
        if (counters.Count > 0 && counters[^1].T == now.T)
            counters.RemoveAt(counters.Count - 1);
        if (counters.Count == 0 || counters[^1] with { T = now.T } != now)
            counters.Add(now);
    }

    private IEnumerable<CountersAt> SettledCounters()
    {
        CountersAt? last = null;
        for (int position = 0; position < counters.Count; position++)
        {
            CountersAt entry = counters[position];
            double until = position + 1 < counters.Count ? counters[position + 1].T : double.MaxValue;
            if (until - entry.T < Settled || (last is not null && last with { T = entry.T } == entry))
                continue;
            yield return last = entry;
        }
    }

    private StatusResult ToResult(JobStatus status) => new()
    {
        Conditions = status.Conditions is { Count: > 0 } list ? [.. list.Select(ToResult)] : null,
        StartTime = SimulatedTime.OfServer(status.StartTime),
        CompletionTime = SimulatedTime.OfServer(status.CompletionTime),
        Active = status.Active is 0 ? null : status.Active,
        Succeeded = status.Succeeded is 0 ? null : status.Succeeded,
        Failed = status.Failed is 0 ? null : status.Failed,
        Terminating = status.Terminating,
        CompletedIndexes = status.CompletedIndexes is { Length: > 0 } completed ? completed : null,
        FailedIndexes = status.FailedIndexes,
        Ready = status.Ready,
    };

    private ConditionResult ToResult(JobCondition condition) => new(
        condition.Type ?? "",
        condition.Status?.Value ?? "",
        SimulatedTime.OfServer(condition.LastProbeTime),
        SimulatedTime.OfServer(condition.LastTransitionTime),
        condition.Reason,
        names.Hide(condition.Message));

    private DecisionResult ToResult(JobDecision decision) => new(
        SimulatedTime.Of(decision.Time),
        decision.Action,
        decision.Rule,
        names.Number(decision.Pod),
        decision.Index,
        decision.Count,
        decision.Budget,
        SimulatedTime.Of(decision.Next),
        SimulatedTime.Replace(names.Number(decision.Message)!, decision.Next));

    private static PodResult ToResult(PodRecord pod) => new()
    {
        Ordinal = pod.Id.Ordinal,
        Index = pod.Index,
        Attempt = pod.Attempt,
        Rule = pod.Rule,
        Created = SimulatedTime.Of(pod.Created),
        Finished = SimulatedTime.Of(pod.Finished),
        Deleted = SimulatedTime.Of(pod.Deleted),
        Released = SimulatedTime.Of(pod.Released),
        Gone = SimulatedTime.Of(pod.Gone),
        Phase = pod.Status.Phase.ToString(),
        Annotations = FailureCounts(pod.Annotations),
        Orphaned = pod.Orphaned ? true : null,
        ExitCodes = ExitCodes(pod.Status),
    };

    private static Dictionary<string, int>? ExitCodes(PodStatus status)
    {
        var codes = status.InitContainerStatuses.Concat(status.ContainerStatuses)
            .Where(container => container.Terminated is not null)
            .ToDictionary(container => container.Name, container => container.Terminated!.ExitCode, StringComparer.Ordinal);
        return codes.Count > 0 ? codes : null;
    }

    private static Dictionary<string, string> FailureCounts(IReadOnlyDictionary<string, string> annotations)
    {
        const string Prefix = "batch.kubernetes.io/";
        string[] wanted = ["job-index-failure-count", "job-index-ignored-failure-count"];
        return wanted.Where(name => annotations.ContainsKey(Prefix + name)).ToDictionary(name => name, name => annotations[Prefix + name], StringComparer.Ordinal);
    }
}
