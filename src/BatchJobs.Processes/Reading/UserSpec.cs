using System.Text.Json;
using BatchJobs.Processes.Launching;
using BatchJobs.Processes.Unix;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Processes.Reading;

/// <summary>Reads who a container wants to run as.</summary>
/// <remarks>Kubernetes: <c>runAsUser</c>, <c>runAsGroup</c>, <c>runAsNonRoot</c>, <c>supplementalGroups</c>; the container's word goes before the pod's.</remarks>
internal static class UserSpec
{
    private const uint NoNumber = uint.MaxValue; // Windows has none

    /// <returns>Who to run as; null for the user this process has anyway.</returns>
    /// <exception cref="ContainerConfigException">This process can't make it so.</exception>
    /// <param name="pod">The pod.</param>
    /// <param name="container">The container.</param>
    /// <param name="canChange">Whether another user than that of this process can be had at all.</param>
    internal static UserIdentity? Read(PodSpec pod, Container container, bool canChange)
    {
        if (pod.SecurityContext is null && container.SecurityContext is null) return null;
        JsonElement? Member(string name) => container.SecurityContext?.Member(name) ?? pod.SecurityContext?.Member(name);
        uint? Number(string name) => Member(name) is { ValueKind: JsonValueKind.Number } number ? (uint)number.GetInt64() : null;

        var (me, myGroup) = OperatingSystem.IsWindows() ? (NoNumber, NoNumber) : (Libc.EffectiveUser(), Libc.EffectiveGroup());
        var user = Number("runAsUser") ?? me;
        var group = Number("runAsGroup") ?? (user == me ? myGroup : user);
        uint[] groups = [.. Member("supplementalGroups").Items().Select(item => (uint)item.GetInt64()), .. Number("fsGroup") is { } files ? [files] : Array.Empty<uint>()];
        if (user == 0 && Member("runAsNonRoot") is { ValueKind: JsonValueKind.True })
        {
            throw Refusal($"container \"{container.Name}\" has runAsNonRoot and would run as root");
        }

        if (user == me && group == myGroup && groups.Length == 0) return null;
        if (!canChange) throw Refusal($"container \"{container.Name}\" wants to run as user {user} and group {group}, which needs Linux");
        if (me != 0) throw Refusal($"container \"{container.Name}\" wants to run as user {user} and group {group}, which needs the application to be root");
        return new UserIdentity(user, group, groups);
    }

    private static ContainerConfigException Refusal(string message) => new(ContainerFailures.ConfigError, message);
}
