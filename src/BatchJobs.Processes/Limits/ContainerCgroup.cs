using System.Globalization;
using BatchJobs.Processes.Linux;

namespace BatchJobs.Processes.Limits;

/// <summary>The cgroup of a running container: no descendant leaves it, whatever it does.</summary>
internal sealed class ContainerCgroup(IReadOnlyList<(CgroupHierarchy Hierarchy, string Path)> groups) : IDisposable
{
    private const int Passes = 100;

    /// <summary>Puts a process that has just been started into the group.</summary>
    internal void Add(int process)
    {
        foreach (var (_, path) in groups) CgroupHierarchy.Write(path, "cgroup.procs", process.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Whether the kernel killed something for want of memory.</summary>
    internal bool WasOutOfMemory()
    {
        try
        {
            return groups.Any(group => group.Hierarchy.OutOfMemoryKills(group.Path) > 0);
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Kills whoever is left in the group.</summary>
    /// <returns>How many processes were left.</returns>
    internal int Kill()
    {
        var all = 0;
        foreach (var (hierarchy, path) in groups)
        {
            for (var pass = 0; pass < Passes && Members(path) is { Length: > 0 } members; pass++)
            {
                all += members.Length;
                if (pass == 0) hierarchy.Stop(path);
                foreach (var member in members) KillMember(path, member);
                Thread.Yield();
            }
        }

        return all;
    }

    public void Dispose()
    {
        foreach (var (_, path) in groups) TryRemove(path);
    }

    internal static void TryRemove(string path)
    {
        try
        {
            Directory.Delete(path);
        }
        catch (IOException)
        {
            // Somebody is dying in it still; the next executor with the same parent removes it.
        }
    }

    private static void KillMember(string path, int member)
    {
        using var handle = ProcessHandle.TryOpen(member);
        if (handle is not null && Members(path).Contains(member)) ProcessHandle.Kill(handle);
    }

    private static int[] Members(string path) =>
        [.. File.ReadLines(System.IO.Path.Combine(path, "cgroup.procs")).Select(line => int.Parse(line, CultureInfo.InvariantCulture)).Where(process => process > 0)];
}
