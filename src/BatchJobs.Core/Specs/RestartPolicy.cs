using BatchJobs.Primitives;

namespace BatchJobs.Specs;

/// <summary>Whether ended containers of a pod are started again in place.</summary>
/// <param name="Value">The word as it stands in a manifest.</param>
/// <remarks>Kubernetes: <c>PodSpec.restartPolicy, Container.restartPolicy</c>.</remarks>
public readonly record struct RestartPolicy(string Value) : IApiWord<RestartPolicy>
{
    /// <summary>Whatever the exit code; not allowed for the pods of a Job as a whole.</summary>
    public static RestartPolicy Always { get; } = new("Always");

    /// <summary>When the exit code is not 0.</summary>
    public static RestartPolicy OnFailure { get; } = new("OnFailure");

    /// <summary>Not at all; the Job starts another pod instead.</summary>
    public static RestartPolicy Never { get; } = new("Never");

    /// <inheritdoc />
    public static RestartPolicy FromValue(string value) => new(value);

    /// <inheritdoc />
    public override string ToString() => Value ?? "";
}
