using System.Text.RegularExpressions;
using BatchJobs.Kubernetes.Requests;
using BatchJobs.Kubernetes.Watching;
using BatchJobs.Specs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace BatchJobs.Kubernetes;

/// <summary>Settings of a <see cref="KubernetesPodExecutor"/>.</summary>
public sealed partial record KubernetesExecutorOptions
{
    /// <summary>How the API server is reached.</summary>
    public KubernetesConnectionOptions Connection { get; init; } = new();

    /// <summary>The clock.</summary>
    /// <value><see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the executor writes its log.</summary>
    /// <value>Nowhere.</value>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Whose pods these are, across restarts: an engine with the same identity finds them again and takes them over.</summary>
    /// <value>The name of the application.</value>
    /// <remarks>The value of the label <c>batchjobs/engine</c>.</remarks>
    public string Identity { get; init; } = NameOfApplication();

    /// <summary>The namespace of all pods; null for that of their Job, which needs rights in the whole cluster.</summary>
    public string? Namespace { get; init; }

    /// <summary>An object the pods belong to: when it is deleted, the cluster deletes them. It has to be in their namespace.</summary>
    public OwnerReference? Owner { get; init; }

    /// <summary>Whether a finalizer keeps each pod until its outcome is saved, whoever deletes it.</summary>
    /// <value>true.</value>
    /// <remarks>
    /// Without it, pods that are deleted while the engine is down are lost; with it, they stay until the engine is up again.
    /// It costs one request per pod.
    /// </remarks>
    public bool TrackingFinalizer { get; init; } = true;

    /// <summary>How long an engine that is gone keeps another one with its identity from taking over; null for no such protection.</summary>
    /// <value>15 s.</value>
    /// <remarks>Kubernetes: <c>coordination.k8s.io/v1 Lease</c>, named <c>batchjobs-</c> and the identity.</remarks>
    public TimeSpan? LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How many of the last lines of each failed pod are kept when the pod itself is gone.</summary>
    /// <value>100; 0 for none.</value>
    public int FailedPodLogLines { get; init; } = 100;

    /// <summary>For how many failed pods the last lines are kept.</summary>
    /// <value>200.</value>
    public int FailedPodLogs { get; init; } = 200;

    /// <summary>Time a closing executor takes to bring what it was told to the server.</summary>
    /// <value>5 s.</value>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(5);

    internal WatchOptions Watch { get; init; } = WatchOptions.Standard;

    internal KubernetesExecutorOptions Validate()
    {
        ArgumentNullException.ThrowIfNull(Connection);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ArgumentNullException.ThrowIfNull(Logger);
        ArgumentOutOfRangeException.ThrowIfNegative(FailedPodLogLines);
        ArgumentOutOfRangeException.ThrowIfNegative(FailedPodLogs);
        ArgumentOutOfRangeException.ThrowIfLessThan(ShutdownTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(LeaseDuration ?? TimeSpan.MaxValue, TimeSpan.FromSeconds(1), nameof(LeaseDuration));
        return NameOfLease().IsMatch(Identity)
            ? this with
            {
                Connection = Connection.Validate(),
                LeaseDuration = LeaseDuration is { } duration ? LongestTimer.OrShorter(duration) : null,
                ShutdownTimeout = LongestTimer.OrShorter(ShutdownTimeout),
            }
            : throw new ArgumentException("The identity has to be a DNS label of at most 50 characters: a-z, 0-9 and -.", nameof(Identity));
    }

    private static string NameOfApplication()
    {
        string name = Foreign().Replace(AppDomain.CurrentDomain.FriendlyName.ToLowerInvariant(), "-").Trim('-');
        return name.Length == 0 ? "batchjobs" : name[..Math.Min(name.Length, 50)].Trim('-');
    }

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NameOfLease();

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Foreign();
}
