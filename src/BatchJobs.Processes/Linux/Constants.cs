namespace BatchJobs.Processes.Linux;

/// <summary>Errors of reading that are none.</summary>
internal static class Errors
{
    internal const int Interrupted = 4;
    internal const int TryAgain = 11;
}

/// <summary>Flags of <c>open</c>, <c>pipe2</c> and <c>fcntl</c>.</summary>
internal static class DescriptorFlags
{
    internal const int ReadOnly = 0;
    internal const int WriteOnly = 1;
    internal const int ReadAndWrite = 2;
    internal const int CloseOnExec = 0x80000;
    internal const int NonBlocking = 0x800;
    internal const int Asynchronous = 0x2000;
    internal const int SetFlags = 4;
    internal const int SetOwner = 8;
    internal const int SetSignal = 10;
}

/// <summary>What <c>poll</c> is asked of a descriptor, and what it answers; errors and the end of the other side are told unasked.</summary>
internal struct PollEntry
{
    internal int Descriptor;
    internal short Asked;
    internal short Told;
}
