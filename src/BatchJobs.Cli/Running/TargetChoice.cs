using BatchJobs.Cli.Connecting;
using BatchJobs.Cli.Input;
using BatchJobs.Cli.Reporting;
using BatchJobs.Cli.Running.Clusters;
using BatchJobs.Specs;

namespace BatchJobs.Cli.Running;

/// <summary>The places where Jobs can be run.</summary>
internal enum TargetKind
{
    /// <summary>Pods are processes of this machine.</summary>
    Machine,

    /// <summary>Pods run on a cluster, their Jobs here.</summary>
    Cluster,

    /// <summary>Jobs as a whole are the cluster's.</summary>
    Controller,
}

/// <summary>Where the user wants his Jobs run.</summary>
/// <param name="Kind">The place.</param>
/// <param name="KubeConfig">The kubeconfig, or null for the usual one.</param>
/// <param name="Context">Its context, or null for the current one.</param>
/// <param name="Namespace">The namespace of Jobs without one, or null for that of the context.</param>
/// <param name="Keep">Whether what has ended stays on the cluster.</param>
/// <param name="Store">The file that keeps the Jobs of this machine, or null for none.</param>
internal sealed record TargetChoice(TargetKind Kind, string? KubeConfig, string? Context, string? Namespace, bool Keep, StoreFile? Store)
{
    private readonly Lazy<ICluster> cluster = new(() => ClusterAccess.Open(KubeConfig, Context));

    /// <summary>Gives a Job the namespace it does not name.</summary>
    public Job Place(Job job)
    {
        string? namespaceName = Namespace ?? (Kind == TargetKind.Machine ? null : cluster.Value.Namespace);
        return job.Metadata.Namespace is null && namespaceName is not null ? job with { Metadata = job.Metadata with { Namespace = namespaceName } } : job;
    }

    /// <summary>Gives a CronJob the namespace it does not name.</summary>
    public CronJob Place(CronJob cronJob) =>
        cronJob.Metadata.Namespace is null && Namespace is not null ? cronJob with { Metadata = cronJob.Metadata with { Namespace = Namespace } } : cronJob;

    /// <exception cref="BadInputException">There is no such cluster.</exception>
    public async Task<IRunTarget> OpenAsync(IReadOnlyList<Job> jobs, bool schedules, IRunReporter reporter, StopSignals signals) => Kind switch
    {
        TargetKind.Cluster => cluster.Value.Pods(jobs, Keep),
        TargetKind.Controller => cluster.Value.Controller(Keep),
        _ when Store is not null || schedules => await MachineTarget.OpenAsync(Store, reporter, signals),
        _ => new EngineTarget(MachinePods.NewExecutor(), keepsPods: true),
    };
}
