using BatchJobs.Client;
using BatchJobs.Execution;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Control.Protocol;

/// <summary>A part of an answer: an item, the end, or what went wrong.</summary>
internal sealed record ControlReply
{
    public Job? Job { get; init; }

    public CronJob? CronJob { get; init; }

    public JobChange? Change { get; init; }

    public JobPod? Pod { get; init; }

    public PodLogLine? Line { get; init; }

    public JobEventEntry? Event { get; init; }

    public JobExplanation? Explanation { get; init; }

    /// <summary>Nothing follows.</summary>
    public bool End { get; init; }

    /// <summary>At the end of a page: where the next one begins.</summary>
    public JobKey? Continue { get; init; }

    /// <summary>At the end of a page: its version.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Nothing follows, since this went wrong.</summary>
    public ControlError? Error { get; init; }
}
