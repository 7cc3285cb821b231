namespace BatchJobs.Processes.Unix;

/// <summary>Signals by number; the same on all systems.</summary>
internal static class Signals
{
    internal const int Kill = 9;
    internal const int Terminate = 15;
}
