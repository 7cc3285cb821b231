using BatchJobs.Primitives;
using BatchJobs.State;
using BatchJobs.Specs;
using BatchJobs.Storage;

namespace BatchJobs.Testing.Simulation;

/// <summary>Sees every Job in every state that is saved, even one that goes in the instant in which it finishes.</summary>
internal sealed class JobWatch(TimeProvider clock) : IJobStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, SeenJob> jobs = [];

    /// <summary>The Jobs in the order of their creation.</summary>
    public IReadOnlyList<SeenJob> Jobs
    {
        get
        {
            lock (gate)
            {
                return [.. jobs.Values.OrderBy(job => job.Created).ThenBy(job => job.Name, StringComparer.Ordinal)];
            }
        }
    }

    public ValueTask SaveAsync(StoredJob job, CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            if (!jobs.TryGetValue(job.State.Uid, out SeenJob? seen))
                jobs.Add(job.State.Uid, seen = new SeenJob(job.State.Key.Name, clock));
            seen.See(job.State);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveAsync(JobKey key, Guid uid, CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            jobs[uid].Life.SeeGone();
        }

        return ValueTask.CompletedTask;
    }
}

/// <summary>A Job that was seen.</summary>
internal sealed class SeenJob(string name, TimeProvider clock)
{
    private string? result;
    private DateTimeOffset? finished;

    public string Name => name;

    public DateTimeOffset Created { get; } = clock.GetUtcNow();

    public ObjectLife Life { get; } = new(clock);

    public void See(JobState state)
    {
        Life.See(state.IsFinished, state.Deletion is not null);
        if (state.IsFinished)
        {
            finished ??= Life.Finished;
            result = state.Verdict is { Success: true } ? JobConditionTypes.Complete : JobConditionTypes.Failed;
        }
    }

    public JobResult Result(string shownName, SimulatedTime time)
    {
        ObjectTimes times = Life.Times(time);
        return new JobResult(shownName, time.Of(Created), time.Of(finished), result, times.Deleted, times.Gone);
    }
}
