namespace BatchJobs.State;

/// <summary>What becomes of the pods of a Job that is to be deleted.</summary>
internal enum DeletionMode
{
    /// <summary>The Job goes at once, its pods are stopped after it.</summary>
    Background,

    /// <summary>The Job goes when its pods have gone.</summary>
    Foreground,

    /// <summary>The Job goes at once, its pods run on.</summary>
    Orphan,
}

/// <summary>Deletion was asked for.</summary>
internal sealed record DeletionMark(DeletionMode Mode, DateTimeOffset At);
