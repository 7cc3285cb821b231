using BatchJobs.Cli.Input;

namespace BatchJobs.Cli.Running.Clusters;

/// <summary>Stands where the way to clusters is in the tool, in programs compiled ahead of time, which the client of Kubernetes does not allow.</summary>
internal static class ClusterAccess
{
    /// <exception cref="BadInputException">Always.</exception>
    public static ICluster Open(string? kubeConfig, string? context) => throw new BadInputException(
        $"--executor kubernetes and --native: this program was compiled ahead of time, without the client of Kubernetes, and can't reach {context ?? kubeConfig ?? "a cluster"}; "
        + "the tool can: dotnet tool install --global BatchJobs.Cli");

    public static bool Refused(Exception error) => false;
}
