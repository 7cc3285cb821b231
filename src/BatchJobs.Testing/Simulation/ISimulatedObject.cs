using BatchJobs.Client;

namespace BatchJobs.Testing.Simulation;

/// <summary>The Job or CronJob a scenario is about: what its user does to it, and what was seen of it.</summary>
internal interface ISimulatedObject
{
    /// <summary>When it had finished or was gone.</summary>
    DateTimeOffset? Finished { get; }

    /// <summary>When it was gone.</summary>
    DateTimeOffset? Gone { get; }

    /// <summary>Whether it waits for others to go, so that it can go too.</summary>
    bool IsBeingDeleted { get; }

    Task CreateAsync(CancellationToken cancellationToken);

    Task PatchAsync(string mergePatch, CancellationToken cancellationToken);

    Task DeleteAsync(DeletionPropagation propagation, CancellationToken cancellationToken);

    /// <summary>Looks at the object and remembers what is new.</summary>
    Task ObserveAsync(CancellationToken cancellationToken);

    /// <summary>What was seen.</summary>
    SimulationResult Result(IReadOnlyList<StepResult> steps);
}
