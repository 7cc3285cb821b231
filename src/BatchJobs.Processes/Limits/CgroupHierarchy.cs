using System.Globalization;
using BatchJobs.Processes.Reading;

namespace BatchJobs.Processes.Limits;

/// <summary>One tree of cgroups: version 2, or one controller of version 1.</summary>
/// <param name="Root">The folder under which the groups of containers are made.</param>
/// <param name="Version">1 or 2.</param>
/// <param name="Controllers">What groups of this tree can do.</param>
internal sealed record CgroupHierarchy(string Root, int Version, IReadOnlySet<string> Controllers)
{
    private const long Period = 100_000; // microseconds

    /// <summary>Whether <c>cgroup.kill</c>, where the kernel has it, may be used.</summary>
    internal bool KillsAtOnce { get; init; } = true;

    /// <summary>Kills all of a group at once, or at least lets nobody go on: what is frozen in version 2 can be killed, but makes no children.</summary>
    internal void Stop(string group)
    {
        if (Controllers.Contains("pids")) TryWrite(group, "pids.max", "0");
        if (Version != 2) return;
        if (KillsAtOnce && File.Exists(Path.Combine(group, "cgroup.kill"))) Write(group, "cgroup.kill", "1");
        else TryWrite(group, "cgroup.freeze", "1");
    }

    internal void SetLimits(string group, ResourceAmounts limits, long? processes)
    {
        if (limits.Memory is { } memory && Controllers.Contains("memory")) SetMemory(group, memory);
        if (limits.MilliCpu is { } cpu && Controllers.Contains("cpu")) SetCpu(group, Math.Max(1000, cpu * Period / 1000));
        if (processes is { } count && Controllers.Contains("pids")) Write(group, "pids.max", Text(count));
    }

    /// <summary>How often the kernel killed something in the group for want of memory.</summary>
    internal long OutOfMemoryKills(string group)
    {
        var (file, word) = Version == 2 ? ("memory.events", "oom_kill ") : ("memory.oom_control", "oom_kill ");
        if (!Controllers.Contains("memory")) return 0;
        var line = File.ReadLines(Path.Combine(group, file)).FirstOrDefault(line => line.StartsWith(word, StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.AsSpan(word.Length), CultureInfo.InvariantCulture);
    }

    internal static void Write(string group, string file, string text) => File.WriteAllText(Path.Combine(group, file), text);

    private void SetMemory(string group, long bytes)
    {
        if (Version == 2)
        {
            Write(group, "memory.max", Text(bytes));
            TryWrite(group, "memory.swap.max", "0");
            TryWrite(group, "memory.oom.group", "1");
        }
        else
        {
            Write(group, "memory.limit_in_bytes", Text(bytes));
            TryWrite(group, "memory.memsw.limit_in_bytes", Text(bytes));
        }
    }

    private void SetCpu(string group, long quota)
    {
        if (Version == 2)
        {
            Write(group, "cpu.max", $"{Text(quota)} {Text(Period)}");
        }
        else
        {
            Write(group, "cpu.cfs_period_us", Text(Period));
            Write(group, "cpu.cfs_quota_us", Text(quota));
        }
    }

    // Kernels are built without some of them.
    private static void TryWrite(string group, string file, string text)
    {
        if (File.Exists(Path.Combine(group, file))) Write(group, file, text);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
