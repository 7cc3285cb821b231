using BatchJobs.Kubernetes.Watching;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace BatchJobs.Kubernetes;

/// <summary>Settings of a <see cref="KubernetesJobClient"/>.</summary>
public sealed record KubernetesJobClientOptions
{
    /// <summary>How the API server is reached.</summary>
    public KubernetesConnectionOptions Connection { get; init; } = new();

    /// <summary>The clock.</summary>
    /// <value><see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the client writes its log.</summary>
    /// <value>Nowhere.</value>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    internal WatchOptions Watch { get; init; } = WatchOptions.Standard;
}
