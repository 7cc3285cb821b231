using BatchJobs.Commands;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.State;

namespace BatchJobs.StateMachine;

/// <summary>What a step asks of its host, in this order: save the state, carry out the commands, publish status and notices, arm the wake-up.</summary>
/// <remarks>Filled by <see cref="JobStateMachine.Step"/>; one object can serve many steps.</remarks>
internal sealed class JobTransition
{
    /// <summary>To be carried out in order, once the state is saved.</summary>
    public List<JobCommand> Commands { get; } = [];

    /// <summary>To be told to whoever listens.</summary>
    public List<JobNotice> Notices { get; } = [];

    /// <summary>Records of pods that are gone, to be used again; for whichever Job the object serves next.</summary>
    public List<PodRecord> Spares { get; } = [];

    /// <summary>What Jobs needed that have finished, for those that begin.</summary>
    public List<JobWork> SpareWork { get; } = [];

    /// <summary>Whether it has something to spare for the next Job, and room for what the next one leaves.</summary>
    public bool IsInBalance => SpareWork.Count is > 0 and < JobState.MostSpareWork;

    /// <summary>Scratch of the planner.</summary>
    public List<int> Indexes { get; } = [];

    /// <summary>The status differs from the one before the step.</summary>
    public bool StatusChanged { get; set; }

    /// <summary>When the Job has to be stepped again even if nothing happens; none for never.</summary>
    public OptionalTime Wakeup { get; set; }

    /// <summary>What was done under a lease, and is part of this step; null if nothing was.</summary>
    public LeasedRun? Run { get; set; }

    /// <summary>The step has begun, with what was done under a lease.</summary>
    public bool HasBegun { get; set; }

    /// <summary>The status before the step.</summary>
    public StatusStamp Before { get; set; }

    /// <summary>The Job is to go, but not in the step that made its last counters, so that they can be seen.</summary>
    public bool RemovalPostponed { get; set; }

    /// <summary>The Job finished, or pods of it were counted, in this step.</summary>
    public bool HasOutcomes => Notices.Exists(static notice => notice.Kind is JobNoticeKind.Finished or JobNoticeKind.PodSucceeded or JobNoticeKind.PodFailed);

    public void Clear()
    {
        Commands.Clear();
        Notices.Clear();
        StatusChanged = false;
        RemovalPostponed = false;
        Run = null;
        HasBegun = false;
        Wakeup = default;
    }
}
