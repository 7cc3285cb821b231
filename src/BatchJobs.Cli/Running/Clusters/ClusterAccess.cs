using BatchJobs.Cli.Input;
using BatchJobs.Kubernetes;

namespace BatchJobs.Cli.Running.Clusters;

/// <summary>The way to clusters.</summary>
internal static class ClusterAccess
{
    /// <param name="kubeConfig">The kubeconfig, or null for the usual one.</param>
    /// <param name="context">Its context, or null for the current one.</param>
    /// <exception cref="BadInputException">There is no such cluster.</exception>
    public static ICluster Open(string? kubeConfig, string? context)
    {
        try
        {
            return new KubernetesCluster(KubernetesConnectionOptions.FromKubeConfig(kubeConfig, context));
        }
        catch (InvalidOperationException error)
        {
            throw new BadInputException(error.Message);
        }
    }

    /// <summary>Whether an error tells what a cluster would not take.</summary>
    public static bool Refused(Exception error) => error is KubernetesApiException or UnsupportedFieldsException;
}
