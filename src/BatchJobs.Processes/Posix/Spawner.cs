using Microsoft.Win32.SafeHandles;

namespace BatchJobs.Processes.Posix;

/// <summary>Starts a program as the leader of a session of its own, with nothing inherited but what is given.</summary>
internal static unsafe class Spawner
{
    private const short SetSignalDefaults = 0x04;
    private const short SetSignalMask = 0x08;
    private const short SetSession = 0x80;

    // Room for the opaque structures of any libc: glibc needs 336 bytes at most.
    private const int OpaqueSize = 1024;

    /// <returns>The process id, which is that of its group and session too.</returns>
    /// <exception cref="PosixException">The program could not be started.</exception>
    internal static int Spawn(SpawnRequest request, in GivenDescriptors given, ReadOnlySpan<int> closed)
    {
        var actions = stackalloc byte[OpaqueSize];
        var attributes = stackalloc byte[OpaqueSize];
        Check(Libc.ActionsInit(actions));
        Check(Libc.AttributesInit(attributes));
        try
        {
            Redirect(actions, given.Input, 0);
            Redirect(actions, given.Output, 1);
            Redirect(actions, given.Error, 2);
            Redirect(actions, given.Lifeline, EngineLifeline.ChildDescriptor);
            foreach (var descriptor in closed)
            {
                if (descriptor != EngineLifeline.ChildDescriptor) Check(Libc.ActionsAddClose(actions, descriptor));
            }

            if (request.WorkingDirectory is { } directory) Check(Libc.ActionsAddChangeDirectory(actions, directory));
            IsolateSignals(attributes);

            using var arguments = new NativeStrings(request.Arguments);
            using var environment = new NativeStrings(request.Environment);
            int process;
            Check(Libc.Spawn(&process, request.Path, actions, attributes, arguments.Pointer, environment.Pointer));
            return process;
        }
        finally
        {
            _ = Libc.ActionsDestroy(actions);
            _ = Libc.AttributesDestroy(attributes);
        }
    }

    // The runtime ignores SIGPIPE and may block signals; both would reach the child.
    private static void IsolateSignals(byte* attributes)
    {
        var all = stackalloc byte[OpaqueSize];
        var none = stackalloc byte[OpaqueSize];
        _ = Libc.SignalSetFill(all);
        new Span<byte>(none, OpaqueSize).Clear();
        Check(Libc.AttributesSetSignalDefaults(attributes, all));
        Check(Libc.AttributesSetSignalMask(attributes, none));
        Check(Libc.AttributesSetFlags(attributes, SetSignalDefaults | SetSignalMask | SetSession));
    }

    // The handles outlive the call: the caller disposes of them afterwards.
    private static void Redirect(byte* actions, SafeFileHandle handle, int to) =>
        Check(Libc.ActionsAddDuplicate(actions, (int)handle.DangerousGetHandle(), to));

    private static void Check(int error)
    {
        if (error != 0) throw new PosixException(error);
    }
}

/// <summary>What to start.</summary>
/// <param name="Path">The program, found already.</param>
/// <param name="Arguments">argv, its first entry included.</param>
/// <param name="Environment">Entries <c>NAME=value</c>.</param>
/// <param name="WorkingDirectory">Where to start it; null for here.</param>
internal sealed record SpawnRequest(
    string Path,
    IReadOnlyList<string> Arguments,
    IReadOnlyList<string> Environment,
    string? WorkingDirectory);

/// <summary>What a child gets of the descriptors of this process.</summary>
internal readonly record struct GivenDescriptors(
    SafeFileHandle Input,
    SafeFileHandle Output,
    SafeFileHandle Error,
    SafeFileHandle Lifeline);
