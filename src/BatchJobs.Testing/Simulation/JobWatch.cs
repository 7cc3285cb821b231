using BatchJobs.Durability;
using BatchJobs.Specs;
using BatchJobs.State;

namespace BatchJobs.Testing.Simulation;

/// <summary>Sees every Job in every state that is saved, even one that goes in the instant in which it finishes.</summary>
internal sealed class JobWatch(TimeProvider clock) : ISaveWatcher
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

    public void Saved(JobState state)
    {
        lock (gate)
        {
            if (!jobs.TryGetValue(state.Uid, out SeenJob? seen))
                jobs.Add(state.Uid, seen = new SeenJob(state.Key.Name, clock));
            seen.See(state);
        }
    }

    public void Removed(Guid uid)
    {
        lock (gate)
        {
            jobs[uid].Life.SeeGone();
        }
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
