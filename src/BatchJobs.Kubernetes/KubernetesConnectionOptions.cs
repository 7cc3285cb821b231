using BatchJobs.Kubernetes.Requests;
using k8s;
using k8s.Exceptions;
using YamlDotNet.Core;

namespace BatchJobs.Kubernetes;

/// <summary>How the API server is reached, and how hard it is asked.</summary>
public sealed record KubernetesConnectionOptions
{
    /// <summary>Server and credentials; null for <c>KUBECONFIG</c>, else <c>~/.kube/config</c>, else the service account of the pod this runs in.</summary>
    public KubernetesClientConfiguration? Configuration { get; init; }

    /// <summary>How many requests a second are sent at the most over time.</summary>
    /// <value>50.</value>
    public double RequestsPerSecond { get; init; } = 50;

    /// <summary>How many requests may be sent at once after a pause.</summary>
    /// <value>100.</value>
    public int RequestBurst { get; init; } = 100;

    /// <summary>How long an answer may take; a watch or a log, how long its beginning.</summary>
    /// <value>30 s.</value>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Stand between this client and the network, the first outermost; made anew for each client.</summary>
    /// <value>None.</value>
    public Func<IEnumerable<DelegatingHandler>> Handlers { get; init; } = static () => [];

    /// <summary>Reaches the API server that a kubeconfig names.</summary>
    /// <param name="path">The file; null for <c>KUBECONFIG</c>, else <c>~/.kube/config</c>, else the service account of the pod this runs in.</param>
    /// <param name="context">The context; null for the current one.</param>
    /// <returns>The options, with everything else as by default.</returns>
    /// <exception cref="InvalidOperationException">There is no such file or context, or it makes no sense.</exception>
    public static KubernetesConnectionOptions FromKubeConfig(string? path = null, string? context = null)
    {
        try
        {
            KubernetesClientConfiguration configuration = path is null && context is null
                ? KubernetesClientConfiguration.BuildDefaultConfig()
                : KubernetesClientConfiguration.BuildConfigFromConfigFile(path, context);

            // A server takes only so many streams on one connection, and each log that is followed is one.
            configuration.FirstMessageHandlerSetup = static handler => handler.EnableMultipleHttp2Connections = true;
            return new KubernetesConnectionOptions { Configuration = configuration };
        }
        catch (Exception error) when (error is KubeConfigException or IOException or YamlException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"the kubeconfig cannot be used: {error.Message}", error);
        }
    }

    /// <summary>The namespace of the kubeconfig's context, or of the pod this runs in; null if nothing names one.</summary>
    public string? Namespace => Configuration?.Namespace is { Length: > 0 } name ? name : null;

    internal KubernetesConnectionOptions Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(RequestsPerSecond);
        ArgumentOutOfRangeException.ThrowIfLessThan(RequestBurst, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(RequestTimeout, TimeSpan.Zero);
        ArgumentNullException.ThrowIfNull(Handlers);
        return this with { RequestTimeout = LongestTimer.OrShorter(RequestTimeout) };
    }
}
