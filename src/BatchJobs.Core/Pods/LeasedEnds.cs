namespace BatchJobs.Pods;

/// <summary>Some of the ends of a <see cref="LeasedRun"/>.</summary>
internal sealed class LeasedEnds
{
    public const int Size = 64;

    private PodCompletion[]? told;

    public LeasedEnd[] Ends { get; } = new LeasedEnd[Size];

    /// <summary>What there is to tell of those that are not plain.</summary>
    public ReadOnlySpan<PodCompletion> Told => told;

    /// <summary>Whether there is room for it.</summary>
    public bool CanTell => told is not null;

    /// <summary>Tells more of an end; makes room for it when it is first needed.</summary>
    public void Tell(int place, in PodCompletion completion) => (told ??= new PodCompletion[Size])[place] = completion;

    /// <summary>Lets go of what was told.</summary>
    public void Clear()
    {
        if (told is not null)
        {
            Array.Clear(told);
        }
    }
}
