namespace BatchJobs.Pods;

/// <summary>The end of a pod in a <see cref="LeasedRun"/>.</summary>
/// <param name="Position">Which of the pods that were lent; <see cref="Known"/> for one the Job had started itself.</param>
/// <param name="Told">Its own place, where more is told of it; negative, the complement of its exit code, if it left nothing else.</param>
/// <param name="Ticks">When.</param>
internal readonly record struct LeasedEnd(int Position, int Told, long Ticks)
{
    public const int Known = -1;

    /// <summary>No end: nothing was started at this place.</summary>
    public const int Skipped = -2;

    /// <summary>Whether its exit code is all there is to tell.</summary>
    public bool IsPlain => Told < 0;

    /// <summary>The exit code of a plain one.</summary>
    public int ExitCode => ~Told;

    /// <summary>What tells of a plain one.</summary>
    public static int ToldOf(int exitCode) => ~exitCode;

    /// <summary>Whether it is that of a pod that was lent.</summary>
    public bool IsLent => Position >= 0;

    public bool IsKnown => Position == Known;

    public bool IsSkipped => Position == Skipped;

    public DateTimeOffset At => new(Ticks, TimeSpan.Zero);
}
