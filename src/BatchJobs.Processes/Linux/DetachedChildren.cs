using System.Collections.Concurrent;

namespace BatchJobs.Processes.Linux;

/// <summary>Children of this application that were let go of: if no other executor takes them over, somebody has to collect them all the same.</summary>
internal static class DetachedChildren
{
    private const int NoHang = 1;

    private static readonly ConcurrentDictionary<int, bool> Children = new();

    internal static void Add(int process) => Children[process] = true;

    /// <summary>Somebody takes the process over, and will collect it.</summary>
    internal static void Remove(int process) => Children.TryRemove(process, out _);

    /// <summary>Collects those that have ended.</summary>
    internal static unsafe void Collect()
    {
        foreach (var (process, _) in Children)
        {
            int status;
            if (LinuxLibc.Wait(process, &status, NoHang) != 0) Remove(process);
        }
    }
}
