using System.Text.Json;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Processes.Reading;

/// <summary>What is to be done after the start and before the stop of a container.</summary>
/// <param name="PostStart">After the start, or null.</param>
/// <param name="PreStop">Before the stop, or null.</param>
/// <param name="StopSignal">The signal that asks the container to end, such as <c>SIGINT</c>; null for the usual one.</param>
/// <remarks>Kubernetes: <c>core/v1 Lifecycle</c>.</remarks>
internal sealed record LifecycleSpec(HookSpec? PostStart, HookSpec? PreStop, string? StopSignal)
{
    internal static LifecycleSpec None { get; } = new(null, null, null);

    internal static JsonElement? PostStartOf(Container container) => container.Lifecycle?.Member("postStart");

    internal static LifecycleSpec Read(JsonElement? lifecycle) => lifecycle is not { } element
        ? None
        : new(HookSpec.Read(element.Member("postStart")), HookSpec.Read(element.Member("preStop")), element.Text("stopSignal") is { Length: > 0 } signal ? signal : null);
}

/// <summary>One thing to be done in the life of a container: a program to run or a time to wait.</summary>
/// <param name="Command">The program and its arguments; empty for none.</param>
/// <param name="Sleep">How long to wait.</param>
/// <remarks>Kubernetes: <c>core/v1 LifecycleHandler</c> with <c>exec</c> or <c>sleep</c>.</remarks>
internal sealed record HookSpec(IReadOnlyList<string> Command, TimeSpan Sleep)
{
    /// <returns>The hook; null if there is none that processes can have.</returns>
    internal static HookSpec? Read(JsonElement? handler) => handler switch
    {
        { } element when element.Member("exec") is { } exec => new HookSpec(ExecCommand.Read(exec), TimeSpan.Zero),
        { } element when element.Member("sleep") is { } sleep => new HookSpec([], TimeSpan.FromSeconds(sleep.Number("seconds") ?? 0)),
        _ => null,
    };
}

/// <summary>The command of an <c>exec</c> action.</summary>
internal static class ExecCommand
{
    internal static IReadOnlyList<string> Read(JsonElement exec) => [.. exec.Items("command").Select(part => part.GetString() ?? "")];
}
