using BatchJobs.Pods;

namespace BatchJobs.Kubernetes.Logs;

/// <summary>A pod whose output is read.</summary>
/// <param name="Path">Where the pod is on the API server.</param>
/// <param name="LookAsync">How it is now; null if it is gone.</param>
/// <param name="Patience">How often it is looked at while it has nothing to say.</param>
internal sealed record LogSource(string Path, Func<CancellationToken, Task<PodStatus?>> LookAsync, TimeSpan Patience);
