using BatchJobs.Execution;

namespace BatchJobs.Processes.Commands;

/// <summary>The host name a pod would have on a cluster; here it only reaches the environment.</summary>
internal static class PodHostname
{
    private const int MaxLength = 63;

    internal static string Of(PodStartRequest pod)
    {
        var name = pod.Spec.HostnameOverride ?? pod.Spec.Hostname;
        if (string.IsNullOrEmpty(name)) name = pod.Name;
        return name.Length > MaxLength ? name[..MaxLength].TrimEnd('-', '.') : name;
    }
}
