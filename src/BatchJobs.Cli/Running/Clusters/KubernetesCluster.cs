using BatchJobs.Kubernetes;
using BatchJobs.Specs;

namespace BatchJobs.Cli.Running.Clusters;

/// <inheritdoc />
internal sealed class KubernetesCluster(KubernetesConnectionOptions connection) : ICluster
{
    public string? Namespace => connection.Namespace;

    public IRunTarget Controller(bool keep) => new NativeTarget(new KubernetesJobClient(new KubernetesJobClientOptions { Connection = connection }), keep);

    /// <remarks>Nobody takes the pods over when this command is gone: no lease, and nothing that would keep them from being deleted.</remarks>
    public IRunTarget Pods(IReadOnlyList<Job> jobs, bool keep)
    {
        List<string> namespaces = [.. jobs.Select(job => job.Key().Namespace).Distinct(StringComparer.Ordinal)];
        KubernetesExecutorOptions options = new()
        {
            Connection = connection,
            Namespace = namespaces is [var only] ? only : null,
            Identity = $"run-{Guid.NewGuid().ToString("N")[..12]}",
            LeaseDuration = null,
            TrackingFinalizer = false,
        };
        return new EngineTarget(new KubernetesPodExecutor(options), keep);
    }
}
