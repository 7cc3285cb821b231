using BatchJobs.Processes.Leftovers;

namespace BatchJobs.Processes.Linux;

/// <summary>The processes as <c>/proc</c> has them.</summary>
internal sealed class LinuxProcessTable : IProcessTable
{
    internal static LinuxProcessTable Instance { get; } = new();

    public IEnumerable<int> All() => ProcessFiles.All();

    public string? Variable(int process, string name) => ProcessEnvironment.Variable(process, name);

    public bool TryKill(int process, Func<int, bool> isOurs)
    {
        // Looking again while holding a handle makes sure that the number is still that of the same process.
        using var handle = ProcessHandle.TryOpen(process);
        if (handle is null || ProcessFiles.StartTime(process) is null || !isOurs(process)) return false;
        ProcessHandle.Kill(handle);
        return true;
    }

    public void Collect() => DetachedChildren.Collect();
}
