using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.Versioning;
using BatchJobs.Processes.Launching;
using BatchJobs.Processes.Unix;
using Microsoft.Win32.SafeHandles;

namespace BatchJobs.Processes.Windows;

/// <summary>The job object of a container: nothing it starts leaves it, and the system kills all that is in it when the last handle closes.</summary>
/// <remarks>A process enters it just after it was started; what it starts in that moment stays outside.</remarks>
[SupportedOSPlatform("windows")]
internal sealed class JobObject : IContainment
{
    private const int KillExitCode = 128 + Signals.Kill;

    private readonly SafeFileHandle handle = JobObjectCalls.CreateKilledOnClose();

    public void Add(Process process)
    {
        if (!JobObjectCalls.TryAssign(handle, process.SafeHandle) && !process.HasExited) throw new Win32Exception();
    }

    public bool TryAsk(Process process, int signal) => ConsoleBreak.TrySend(process.Id);

    public void Kill(Process process) => JobObjectCalls.Terminate(handle, KillExitCode);

    public void Dispose() => handle.Dispose();
}
