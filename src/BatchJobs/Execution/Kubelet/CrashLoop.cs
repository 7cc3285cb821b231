using System.Globalization;
using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.Execution.Kubelet;

/// <summary>What a kubelet says of a container that waits for its restart.</summary>
internal static class CrashLoop
{
    internal static ContainerWaiting Waiting(PodStartRequest pod, Container container, TimeSpan delay) => new(
        "CrashLoopBackOff",
        $"back-off {Text(delay)} restarting failed container={container.Name} pod={pod.Name}_{pod.Job.Namespace}({pod.Uid})");

    private static string Text(TimeSpan delay) => delay < TimeSpan.FromMinutes(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{delay.Seconds}s")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)delay.TotalMinutes}m{delay.Seconds}s");
}
