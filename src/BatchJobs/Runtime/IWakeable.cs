namespace BatchJobs.Runtime;

/// <summary>Something that wants to be woken at an instant.</summary>
internal interface IWakeable
{
    /// <summary>For the timer only, under its lock.</summary>
    DateTimeOffset? WakeupAt { get; set; }

    /// <summary>The instant has come.</summary>
    void Wake();
}
