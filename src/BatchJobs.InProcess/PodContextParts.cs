using BatchJobs.InProcess.Running;
using BatchJobs.InProcess.Short;
using BatchJobs.Primitives;
using Microsoft.Extensions.Logging;

namespace BatchJobs.InProcess;

/// <summary>What a <see cref="PodContext"/> was given, or what its body has asked for or left; most bodies need none of it.</summary>
internal sealed class PodContextParts
{
    private IAttemptHost? host;

    /// <summary>The short pods that this one belongs to; null if it was made for an ordinary pod.</summary>
    public ShortPodJob? ShortPods { get; init; }

    /// <summary>What stands between the body and everything that is made only when it asks; null in the test of a body.</summary>
    public IAttemptHost? Host
    {
        get => host;
        init => host = value;
    }

    public JobKey? Job { get; set; }

    public string? PodName { get; set; }

    public int? CompletionIndex { get; set; }

    public int? Attempt { get; set; }

    public int Restarts { get; set; }

    public IReadOnlyDictionary<string, string>? Environment { get; set; }

    public IReadOnlyList<string>? Args { get; set; }

    public CancellationToken? CancellationToken { get; set; }

    public CancellationTokenSource? StopSource { get; set; }

    public IServiceProvider? Services { get; set; }

    public ILogger? Logger { get; set; }

    public string? TerminationMessage { get; set; }

    public string? Progress { get; set; }

    public object? Result { get; set; }

    public Action? WhenSucceeded { get; set; }

    public PodAttempt? HandedOverTo { get; set; }

    /// <summary>The host, made for a short pod when it first needs one.</summary>
    public IAttemptHost? HostOf(PodContext pod) =>
        host ?? (ShortPods is { } job ? Interlocked.CompareExchange(ref host, job.MakeHost(pod), null) ?? host : null);
}
