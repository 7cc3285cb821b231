using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.Testing.Scripting;

/// <summary>The ways a container status changes.</summary>
internal static class ContainerStatuses
{
    public static ContainerStatus Waiting(Container container) =>
        new() { Name = container.Name ?? "", Waiting = new ContainerWaiting("ContainerCreating") };

    public static ContainerStatus Run(this ContainerStatus status, DateTimeOffset now) =>
        status with { Waiting = null, Running = new ContainerRunning(now), Terminated = null };

    public static ContainerStatus Restart(this ContainerStatus status, int exitCode, DateTimeOffset now) =>
        status.Run(now) with { LastTermination = status.Termination(exitCode, now), RestartCount = status.RestartCount + 1 };

    public static ContainerStatus End(this ContainerStatus status, int exitCode, DateTimeOffset now) =>
        status with { Waiting = null, Running = null, Terminated = status.Termination(exitCode, now), Ready = false };

    private static ContainerTermination Termination(this ContainerStatus status, int exitCode, DateTimeOffset now) => new(
        exitCode,
        now,
        exitCode == 0 ? "Completed" : "Error",
        Signal: exitCode is > 128 and < 160 ? exitCode - 128 : null,
        StartedAt: status.Running?.StartedAt ?? now);
}
