using System.Runtime.InteropServices;
using BatchJobs.Processes.Launching;
using BatchJobs.Processes.Unix;

namespace BatchJobs.Processes.Linux.Users;

/// <summary>Makes one thread of this process another user.</summary>
/// <remarks>
/// To the kernel users belong to threads, and a child is made in the likeness of the thread that makes it. The functions of the C library
/// would change all threads of this process; the system calls themselves change one. Needs to be root.
/// </remarks>
internal static unsafe class ThreadUser
{
    private const int DumpableOption = 4;

    private static readonly (nint Groups, nint Group, nint User) Calls = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? (116, 119, 117) : (159, 149, 147);

    /// <summary>Changes the user of the current thread, for good.</summary>
    /// <exception cref="PosixException">This process may not do that.</exception>
    internal static void Become(UserIdentity user)
    {
        var groups = user.Groups.ToArray();
        fixed (uint* list = groups)
        {
            Check(LinuxLibc.SystemCall(Calls.Groups, groups.Length, (nint)list, 0, 0));
        }

        Check(LinuxLibc.SystemCall(Calls.Group, (nint)user.Group, (nint)user.Group, (nint)user.Group, 0));
        Check(LinuxLibc.SystemCall(Calls.User, (nint)user.User, (nint)user.User, (nint)user.User, 0));
    }

    /// <summary>Undoes what the kernel does to the whole process when one of its threads becomes another user: nobody may look into it any longer.</summary>
    internal static void RestoreDumpable() => _ = LinuxLibc.ProcessControl(DumpableOption, 1);

    private static void Check(nint result)
    {
        if (result < 0) throw PosixException.Last();
    }
}
