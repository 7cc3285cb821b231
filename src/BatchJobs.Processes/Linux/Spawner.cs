using System.Runtime.InteropServices;
using BatchJobs.Processes.Launching;
using BatchJobs.Processes.Unix;
using Microsoft.Win32.SafeHandles;

namespace BatchJobs.Processes.Linux;

/// <summary>Starts a program as the leader of a group of its own, with no terminal and nothing inherited but what is given.</summary>
internal static unsafe class Spawner
{
    private const short SetGroup = 0x02;
    private const short SetSignalDefaults = 0x04;
    private const short SetSignalMask = 0x08;
    private const short SetSession = 0x80;

    // Below those that are given to the child.
    private const int GateDescriptor = 235;

    // 32 and 33, with which glibc reaches threads.
    private const ulong SignalsOfTheLibrary = 0x3UL << 31;

    // Room for the opaque structures of any libc: glibc needs 336 bytes at most.
    private const int OpaqueSize = 1024;

    // The same for every program, and only read by posix_spawn.
    private static readonly byte* Attributes = MakeAttributes();

    /// <returns>The process id, which is that of its group too.</returns>
    /// <exception cref="PosixException">The program could not be started.</exception>
    /// <param name="request">What to start.</param>
    /// <param name="given">What it finds open.</param>
    /// <param name="closed">What it does not find open although it would inherit it.</param>
    /// <param name="gate">A named pipe that has to be opened for writing before the program begins, or null.</param>
    internal static int Spawn(SpawnRequest request, in GivenDescriptors given, ReadOnlySpan<int> closed, string? gate = null)
    {
        var actions = stackalloc byte[OpaqueSize];
        Check(LinuxLibc.ActionsInit(actions));
        try
        {
            if (gate is not null)
            {
                Check(LinuxLibc.ActionsAddOpen(actions, GateDescriptor, gate, DescriptorFlags.ReadOnly, 0));
                Check(LinuxLibc.ActionsAddClose(actions, GateDescriptor));
            }

            Redirect(actions, given.Input, 0);
            Redirect(actions, given.Output, 1);
            Redirect(actions, given.Error, 2);
            Redirect(actions, given.Lifeline, EngineLifeline.ChildDescriptor);
            Redirect(actions, given.Message, TerminationFile.ChildDescriptor);
            if (given.OutputReader is { } output) Redirect(actions, output, PipeReaders.Output);
            if (given.ErrorReader is { } error) Redirect(actions, error, PipeReaders.Error);
            foreach (var descriptor in closed)
            {
                if (descriptor is < PipeReaders.Output or > EngineLifeline.ChildDescriptor) Check(LinuxLibc.ActionsAddClose(actions, descriptor));
            }

            if (request.WorkingDirectory is { } directory) Check(LinuxLibc.ActionsAddChangeDirectory(actions, directory));

            using var arguments = new NativeStrings(request.Arguments);
            using var environment = new NativeStrings(request.Environment);
            int process;
            Check(LinuxLibc.Spawn(&process, request.Path, actions, Attributes, arguments.Pointer, environment.Pointer));
            return process;
        }
        finally
        {
            _ = LinuxLibc.ActionsDestroy(actions);
        }
    }

    // A session of its own keeps a program from the terminal of this process. Without one it only costs: the kernel makes each new session a
    // group for its scheduler (autogroup) and lets others run first; a group of its own took 3 % of the time of starting and ending a program less.
    // The runtime ignores SIGPIPE and may block signals; both would reach the child. Handlers would not, but of a signal that is not among the
    // defaults glibc first asks and then sets what becomes of it, while this thread waits: naming them all saves 55 system calls a child, and took 2 %.
    private static byte* MakeAttributes()
    {
        var attributes = (byte*)NativeMemory.AllocZeroed(OpaqueSize);
        var all = stackalloc byte[OpaqueSize];
        var none = stackalloc byte[OpaqueSize];
        new Span<byte>(all, OpaqueSize).Clear();
        new Span<byte>(none, OpaqueSize).Clear();
        *(ulong*)all = ~SignalsOfTheLibrary;
        Check(LinuxLibc.AttributesInit(attributes));
        Check(LinuxLibc.AttributesSetSignalDefaults(attributes, all));
        Check(LinuxLibc.AttributesSetSignalMask(attributes, none));
        var own = ProcessFiles.HasTerminal() ? SetSession : SetGroup;
        Check(LinuxLibc.AttributesSetFlags(attributes, (short)(own | SetSignalDefaults | SetSignalMask)));
        return attributes;
    }

    // The handles outlive the call: the caller disposes of them afterwards.
    private static void Redirect(byte* actions, SafeFileHandle handle, int to) =>
        Check(LinuxLibc.ActionsAddDuplicate(actions, (int)handle.DangerousGetHandle(), to));

    private static void Check(int error)
    {
        if (error != 0) throw new PosixException(error);
    }
}

/// <summary>What a child gets of the descriptors of this process.</summary>
internal readonly record struct GivenDescriptors(
    SafeFileHandle Input,
    SafeFileHandle Output,
    SafeFileHandle Error,
    SafeFileHandle Lifeline,
    SafeFileHandle Message,
    SafeFileHandle? OutputReader,
    SafeFileHandle? ErrorReader);
