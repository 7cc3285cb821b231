using BatchJobs.Commands;

namespace BatchJobs.StateMachine;

/// <summary>What a step asks of its host, in this order: save the state, carry out the commands, publish status and notices, arm the wake-up.</summary>
/// <remarks>Filled by <see cref="JobStateMachine.Step"/>; one object can serve many steps.</remarks>
internal sealed class JobTransition
{
    /// <summary>To be carried out in order, once the state is saved.</summary>
    public List<JobCommand> Commands { get; } = [];

    /// <summary>To be told to whoever listens.</summary>
    public List<JobNotice> Notices { get; } = [];

    /// <summary>The status differs from the one before the step.</summary>
    public bool StatusChanged { get; set; }

    /// <summary>When the Job has to be stepped again even if nothing happens; null for never.</summary>
    public DateTimeOffset? Wakeup { get; set; }

    /// <summary>The Job finished in this step; it goes in a later one at the earliest, so that its end can be seen.</summary>
    public bool FinishedJob => Notices.Exists(static notice => notice.Kind == JobNoticeKind.Finished);

    public void Clear()
    {
        Commands.Clear();
        Notices.Clear();
        StatusChanged = false;
        Wakeup = null;
    }
}
