using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Kubelet;

/// <summary>A container as the rules see it: what was asked for and how it is.</summary>
internal readonly record struct ContainerView(Container Spec, ContainerStatus Status)
{
    /// <summary>The last end, unless the container runs.</summary>
    internal ContainerTermination? LastEnd =>
        Status.Running is not null ? null : Status.Terminated ?? Status.LastTermination;
}
