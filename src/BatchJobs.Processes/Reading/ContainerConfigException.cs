namespace BatchJobs.Processes.Reading;

/// <summary>What the spec of a container asks for can't be had here; the container fails with reason and message.</summary>
internal sealed class ContainerConfigException(string reason, string message) : Exception(message)
{
    internal string Reason { get; } = reason;
}

/// <summary>Why a container could not be made; in the kubelet's words.</summary>
internal static class ContainerFailures
{
    /// <summary>The spec refers to something that does not exist here.</summary>
    internal const string ConfigError = "CreateContainerConfigError";

    /// <summary>The container can't be made from the spec.</summary>
    internal const string CreateError = "CreateContainerError";

    /// <summary>The container was made, but its program could not be started.</summary>
    internal const string StartError = "StartError";

    /// <summary>The exit code of a container whose program never ran.</summary>
    internal const int ExitCode = 128;
}
