namespace BatchJobs.Primitives;

/// <summary>Mixes numbers so that what follows from them looks like chance.</summary>
internal static class SplitMix
{
    /// <summary>The finalizer of SplitMix64: every bit of the input moves every bit of the output.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }
}
