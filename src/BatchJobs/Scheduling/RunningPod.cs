using BatchJobs.Execution;
using BatchJobs.Pods;

namespace BatchJobs.Scheduling;

/// <summary>A pod that holds a place on a node.</summary>
/// <param name="Id">Which pod.</param>
/// <param name="Request">The pod; null if it outlived the engine that asked for it.</param>
/// <param name="Node">Where it runs.</param>
/// <param name="Since">When it was bound to the node.</param>
public sealed record RunningPod(PodId Id, PodStartRequest? Request, PodNode Node, DateTimeOffset Since);
