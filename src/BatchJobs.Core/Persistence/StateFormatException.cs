namespace BatchJobs.Persistence;

/// <summary>Bytes that are no state, or one of a newer version of the library.</summary>
internal sealed class StateFormatException(string message, bool isNewer) : Exception(message)
{
    /// <summary>Written by a newer version; not damaged.</summary>
    public bool IsNewer { get; } = isNewer;

    public static StateFormatException Damaged() => new("The bytes are not a state that this library wrote.", isNewer: false);

    public static StateFormatException Newer(ulong found, ulong known) =>
        new(FormattableString.Invariant($"The state has format {found}; this version of the library knows formats up to {known}."), isNewer: true);
}
