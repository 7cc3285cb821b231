using BatchJobs.Client;
using BatchJobs.Pods;
using BatchJobs.Testing.Scripting;

namespace BatchJobs.Testing.Scenarios;

/// <summary>Something the user of a scenario does.</summary>
/// <param name="At">When.</param>
public abstract record ScenarioStep(TimeSpan At);

/// <summary>Changes the Job.</summary>
/// <param name="At">When.</param>
/// <param name="MergePatch">A JSON merge patch (RFC 7386).</param>
public sealed record PatchStep(TimeSpan At, string MergePatch) : ScenarioStep(At);

/// <summary>Deletes the Job.</summary>
/// <param name="At">When.</param>
/// <param name="Propagation">What becomes of its pods.</param>
public sealed record DeleteJobStep(TimeSpan At, DeletionPropagation Propagation) : ScenarioStep(At);

/// <summary>Does something to pods.</summary>
/// <param name="At">When.</param>
/// <param name="Pods">Which pods.</param>
public abstract record PodStep(TimeSpan At, PodSelector Pods) : ScenarioStep(At);

/// <summary>Deletes pods.</summary>
/// <param name="At">When.</param>
/// <param name="Pods">Which pods.</param>
/// <param name="Force">Whether not to wait for the node.</param>
public sealed record DeletePodStep(TimeSpan At, PodSelector Pods, bool Force = false) : PodStep(At, Pods);

/// <summary>Evicts pods.</summary>
/// <param name="At">When.</param>
/// <param name="Pods">Which pods.</param>
public sealed record EvictPodStep(TimeSpan At, PodSelector Pods) : PodStep(At, Pods);

/// <summary>Adds a condition to pods.</summary>
/// <param name="At">When.</param>
/// <param name="Pods">Which pods.</param>
/// <param name="Condition">The condition.</param>
public sealed record PodConditionStep(TimeSpan At, PodSelector Pods, PodCondition Condition) : PodStep(At, Pods);

/// <summary>Ends pods.</summary>
/// <param name="At">When.</param>
/// <param name="Pods">Which pods.</param>
/// <param name="End">How they end.</param>
public sealed record FinishPodStep(TimeSpan At, PodSelector Pods, PodEnd End) : PodStep(At, Pods);

/// <summary>Makes pods ready or not ready.</summary>
/// <param name="At">When.</param>
/// <param name="Pods">Which pods.</param>
/// <param name="Ready">Whether they are ready from then on.</param>
public sealed record PodReadyStep(TimeSpan At, PodSelector Pods, bool Ready) : PodStep(At, Pods);
