using BatchJobs.Specs;

namespace BatchJobs.Cli.Running;

/// <summary>The cluster of a kubeconfig.</summary>
internal interface ICluster
{
    /// <summary>The namespace of the context.</summary>
    string? Namespace { get; }

    /// <summary>The cluster's own Job controller.</summary>
    IRunTarget Controller(bool keep);

    /// <summary>Pods of Jobs that are decided about here.</summary>
    IRunTarget Pods(IReadOnlyList<Job> jobs, bool keep);
}
