using System.Text.Json;

namespace BatchJobs.Specs;

/// <summary>One program of a pod.</summary>
/// <remarks>Kubernetes: <c>core/v1 Container</c>. What only a cluster can honour is carried as it was written.</remarks>
public sealed record Container
{
    /// <summary>The name, unique in the pod.</summary>
    public string? Name { get; init; }

    /// <summary>The image; executors without images take it as a label.</summary>
    public string? Image { get; init; }

    /// <summary>The program and its first arguments; not run in a shell.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>Further arguments.</summary>
    public IReadOnlyList<string>? Args { get; init; }

    /// <summary>The working directory.</summary>
    public string? WorkingDir { get; init; }

    /// <summary>Environment taken from elsewhere as a whole.</summary>
    public JsonElement? EnvFrom { get; init; }

    /// <summary>Environment variables, in order.</summary>
    public IReadOnlyList<EnvVar>? Env { get; init; }

    /// <summary>Overrides the pod's restart policy for this container (KEP-753, KEP-5307).</summary>
    public RestartPolicy? RestartPolicy { get; init; }

    /// <summary>Restart rules by exit code (KEP-5307).</summary>
    public IReadOnlyList<ContainerRestartRule>? RestartPolicyRules { get; init; }

    /// <summary>The file whose content becomes the termination message.</summary>
    /// <value><c>/dev/termination-log</c>.</value>
    public string? TerminationMessagePath { get; init; }

    /// <summary><c>File</c> or <c>FallbackToLogsOnError</c>.</summary>
    /// <value><c>File</c>.</value>
    public string? TerminationMessagePolicy { get; init; }

    /// <summary>Ports the container opens; carried as it was written.</summary>
    public JsonElement? Ports { get; init; }

    /// <summary>Requests and limits of cpu, memory and the like; carried as it was written.</summary>
    public JsonElement? Resources { get; init; }

    /// <summary>How resources may change in place; carried as it was written.</summary>
    public JsonElement? ResizePolicy { get; init; }

    /// <summary>Where volumes appear; carried as it was written.</summary>
    public JsonElement? VolumeMounts { get; init; }

    /// <summary>Block devices of the container; carried as it was written.</summary>
    public JsonElement? VolumeDevices { get; init; }

    /// <summary>A check whether the container must be restarted; carried as it was written.</summary>
    public JsonElement? LivenessProbe { get; init; }

    /// <summary>A check whether the container is ready; carried as it was written.</summary>
    public JsonElement? ReadinessProbe { get; init; }

    /// <summary>A check whether the container has started; carried as it was written.</summary>
    public JsonElement? StartupProbe { get; init; }

    /// <summary>Hooks after the start and before the stop; carried as it was written.</summary>
    public JsonElement? Lifecycle { get; init; }

    /// <summary>When the image is pulled.</summary>
    public string? ImagePullPolicy { get; init; }

    /// <summary>User, group and privileges of the container; carried as it was written.</summary>
    public JsonElement? SecurityContext { get; init; }

    /// <summary>Whether standard input stays open.</summary>
    public bool? Stdin { get; init; }

    /// <summary>Whether standard input closes after the first attach.</summary>
    public bool? StdinOnce { get; init; }

    /// <summary>Whether the container has a terminal.</summary>
    public bool? Tty { get; init; }
}
