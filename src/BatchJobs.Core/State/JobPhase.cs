namespace BatchJobs.State;

/// <summary>Where a Job is in its life.</summary>
internal enum JobPhase
{
    /// <summary>Has no pods and wants none; ends by resume, by reaching its completions or by failing.</summary>
    Suspended,

    /// <summary>Starts and stops pods until a verdict falls or it is suspended.</summary>
    Running,

    /// <summary>Will complete: its pods are being stopped; ends when the last one has (condition SuccessCriteriaMet).</summary>
    Succeeding,

    /// <summary>Will fail: its pods are being stopped; ends when the last one has (condition FailureTarget).</summary>
    Failing,

    /// <summary>Has completed; nothing changes any more but its time to live.</summary>
    Complete,

    /// <summary>Has failed; nothing changes any more but its time to live.</summary>
    Failed,
}
