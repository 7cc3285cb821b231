namespace BatchJobs.Processes.Linux;

/// <summary>Under which numbers a child that may outlive this process holds the reading ends of its own output.</summary>
/// <remarks>As long as there is a reader, writing waits instead of failing, and whoever comes after this process can go on reading.</remarks>
internal static class PipeReaders
{
    internal const int Output = 236;
    internal const int Error = 237;
}
