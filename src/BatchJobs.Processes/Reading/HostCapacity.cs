namespace BatchJobs.Processes.Reading;

/// <summary>What this machine has, or what of it this process may use.</summary>
internal static class HostCapacity
{
    internal static ResourceAmounts OfThisMachine() => new(Environment.ProcessorCount * 1000L, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
}
