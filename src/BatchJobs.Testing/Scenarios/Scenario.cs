using BatchJobs.Specs;
using BatchJobs.Testing.Scripting;

namespace BatchJobs.Testing.Scenarios;

/// <summary>A Job, what its pods do and what its user does: all a simulation needs.</summary>
/// <remarks>Times are counted from the creation of the Job.</remarks>
public sealed record Scenario
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>What it shows, in a sentence.</summary>
    public string? About { get; init; }

    /// <summary>The features it is about.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>The Job, as a user would write it; null if it is about a <see cref="CronJob"/>.</summary>
    public Job? Job { get; init; }

    /// <summary>The CronJob, as a user would write it; null if it is about a <see cref="Job"/>.</summary>
    public CronJob? CronJob { get; init; }

    /// <summary>CronJob: when it is created, counted from a whole minute.</summary>
    public TimeSpan CreateAt { get; init; }

    /// <summary>CronJob: the minute of the hour at time 0 is a multiple of this.</summary>
    /// <value>1.</value>
    public int AlignMinutes { get; init; } = 1;

    /// <summary>What the pods do; a pod without a rule runs until it is deleted.</summary>
    public IReadOnlyList<PodRule> Pods { get; init; } = [];

    /// <summary>What the user does, in order of time.</summary>
    public IReadOnlyList<ScenarioStep> Steps { get; init; } = [];

    /// <summary>When the simulation ends.</summary>
    /// <value>When the Job has finished, at the latest after a day.</value>
    public ScenarioEnd Until { get; init; } = new();
}

/// <summary>When a simulation ends.</summary>
public sealed record ScenarioEnd
{
    /// <summary>Whether to end once the Job has finished or is gone.</summary>
    /// <value>true.</value>
    public bool Finished { get; init; } = true;

    /// <summary>Whether to end once the Job is gone.</summary>
    public bool Gone { get; init; }

    /// <summary>Time to go on after the Job, and after the last step.</summary>
    public TimeSpan Settle { get; init; }

    /// <summary>When to end in any case.</summary>
    /// <value>A day.</value>
    public TimeSpan Max { get; init; } = TimeSpan.FromDays(1);
}
