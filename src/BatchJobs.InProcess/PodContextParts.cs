using BatchJobs.InProcess.Running;
using BatchJobs.Primitives;
using Microsoft.Extensions.Logging;

namespace BatchJobs.InProcess;

/// <summary>What a <see cref="PodContext"/> was given, or what its body has asked for or left; most bodies need none of it.</summary>
internal sealed class PodContextParts
{
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

    public PodAttempt? HandedOverTo { get; set; }
}
