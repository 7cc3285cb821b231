namespace BatchJobs.Cron;

/// <summary>What a step asks of its host, in this order: save the state, carry out the commands, publish status and notices, arm the wake-up.</summary>
/// <remarks>Filled by <see cref="CronJobStateMachine.Step"/>; one object can serve many steps.</remarks>
internal sealed class CronJobTransition
{
    /// <summary>To be carried out in order, once the state is saved.</summary>
    public List<CronJobCommand> Commands { get; } = [];

    /// <summary>To be told to whoever listens.</summary>
    public List<CronJobNotice> Notices { get; } = [];

    /// <summary>The status differs from the one before the step.</summary>
    public bool StatusChanged { get; set; }

    /// <summary>When the CronJob has to be stepped again even if nothing happens; null for never.</summary>
    public DateTimeOffset? Wakeup { get; set; }

    public void Clear()
    {
        Commands.Clear();
        Notices.Clear();
        StatusChanged = false;
        Wakeup = null;
    }
}
