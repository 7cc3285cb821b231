using BatchJobs.Processes.Unix;
using Microsoft.Win32.SafeHandles;

namespace BatchJobs.Processes.Linux;

/// <summary>A pipe that ties a process group to this process: when this process dies, however it dies, the kernel kills the group.</summary>
/// <remarks>
/// The group inherits the reading end under a fixed number, this process alone has the writing end. The reading end is set
/// up to send SIGKILL to the group as soon as something happens to the pipe, and all that ever happens is that the last writing end
/// closes. It needs neither a helper process nor a living thread, as PR_SET_PDEATHSIG would, and the kernel remembers the group
/// itself, not its number. The writing end tells in turn when nobody holds the reading end any longer: all descendants are gone.
/// </remarks>
internal static class EngineLifeline
{
    /// <summary>The number of the descriptor in the child: below the usual limit, above what scripts and shells pick.</summary>
    internal const int ChildDescriptor = 239;

    /// <summary>Arms a lifeline whose reading end the group has inherited.</summary>
    /// <returns>Whether the kernel can do it.</returns>
    internal static bool Arm(SafeFileHandle reader, int processGroup) =>
        LinuxLibc.Control(reader, DescriptorFlags.SetSignal, Signals.Kill) == 0
        && LinuxLibc.Control(reader, DescriptorFlags.SetOwner, -processGroup) == 0
        && LinuxLibc.Control(reader, DescriptorFlags.SetFlags, DescriptorFlags.Asynchronous) == 0;

    /// <summary>Whether nobody holds the reading end of a lifeline any longer.</summary>
    /// <param name="writer">The writing end.</param>
    internal static unsafe bool IsLetGo(SafeFileHandle writer)
    {
        var asked = new PollEntry { Descriptor = (int)writer.DangerousGetHandle() };
        return LinuxLibc.Poll(&asked, 1, milliseconds: 0) == 1;
    }
}
