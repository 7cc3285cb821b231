using BatchJobs.Execution;

namespace BatchJobs.Scheduling;

/// <summary>A pod that waits for its turn.</summary>
/// <param name="Request">The pod.</param>
/// <param name="Since">When it was first asked for.</param>
public sealed record WaitingPod(PodStartRequest Request, DateTimeOffset Since);
