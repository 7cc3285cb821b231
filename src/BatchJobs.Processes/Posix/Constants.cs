namespace BatchJobs.Processes.Posix;

/// <summary>Signals by number; the same on x64 and arm64.</summary>
internal static class Signals
{
    internal const int Kill = 9;
    internal const int Terminate = 15;
}

/// <summary>Errors the executor tells apart.</summary>
internal static class Errors
{
    internal const int Interrupted = 4;
    internal const int TryAgain = 11;
    internal const int OutOfMemory = 12;
    internal const int TooManyOpenInSystem = 23;
    internal const int TooManyOpen = 24;
}

/// <summary>Flags of <c>open</c>, <c>pipe2</c> and <c>fcntl</c>.</summary>
internal static class DescriptorFlags
{
    internal const int CloseOnExec = 0x80000;
    internal const int NonBlocking = 0x800;
    internal const int Asynchronous = 0x2000;
    internal const int SetFlags = 4;
    internal const int SetOwner = 8;
    internal const int SetSignal = 10;
}
