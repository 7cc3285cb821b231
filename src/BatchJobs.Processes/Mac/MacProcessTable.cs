using BatchJobs.Processes.Leftovers;
using BatchJobs.Processes.Unix;

namespace BatchJobs.Processes.Mac;

/// <summary>The processes as the kernel of macOS tells of them: environments only of one's own, and of no program the system protects.</summary>
internal sealed class MacProcessTable : IProcessTable
{
    public IEnumerable<int> All() => MacCalls.Processes();

    public string? Variable(int process, string name) => MacCalls.Arguments(process, bytes => ProcessArguments.Variable(bytes, name));

    // There are no handles: the number may have come to mean another process in between, if it was reused within microseconds.
    public bool TryKill(int process, Func<int, bool> isOurs) => isOurs(process) && Libc.Kill(process, Signals.Kill) == 0;

    public void Collect()
    {
        // .NET collects all children there are.
    }
}
