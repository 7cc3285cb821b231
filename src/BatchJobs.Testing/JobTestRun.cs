using BatchJobs.Building;
using BatchJobs.Client;
using BatchJobs.Runtime;

namespace BatchJobs.Testing;

/// <summary>How a Job went in a <see cref="JobTestHost"/>: the report, and what led to it.</summary>
public sealed record JobTestRun : JobReport
{
    internal JobTestRun(JobReport report, DateTimeOffset start, TimeSpan took, JobView view)
        : base(report)
    {
        Start = start;
        Took = took;
        Events = view.Events();
        Decisions = view.Explain().Decisions;
        Pods = view.Pods();
    }

    /// <summary>When the Job was created.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>The virtual time from the creation of the Job to its end.</summary>
    public TimeSpan Took { get; }

    /// <summary>The events of the Job.</summary>
    public IReadOnlyList<JobEventEntry> Events { get; }

    /// <summary>What the engine decided, and why; the latest <see cref="JobEngineOptions.EventHistory"/>.</summary>
    public IReadOnlyList<JobDecision> Decisions { get; }

    /// <summary>The pods, in the order in which they were asked for; the latest <see cref="JobEngineOptions.FinishedPodHistory"/>.</summary>
    public IReadOnlyList<JobPod> Pods { get; }
}
