using BatchJobs.Processes.Unix;
using Microsoft.Win32.SafeHandles;

namespace BatchJobs.Processes.Linux;

/// <summary>Both ends of a pipe; neither reaches a child unless it is handed on explicitly.</summary>
internal sealed class Pipe : IDisposable
{
    private Pipe(SafeFileHandle reader, SafeFileHandle writer)
    {
        Reader = reader;
        Writer = writer;
    }

    internal SafeFileHandle Reader { get; }

    internal SafeFileHandle Writer { get; }

    /// <exception cref="PosixException">No descriptor is left.</exception>
    internal static unsafe Pipe Open()
    {
        var ends = stackalloc int[2];
        if (LinuxLibc.Pipe(ends, DescriptorFlags.CloseOnExec) != 0) throw PosixException.Last();
        return new Pipe(new SafeFileHandle(ends[0], ownsHandle: true), new SafeFileHandle(ends[1], ownsHandle: true));
    }

    public void Dispose()
    {
        Reader.Dispose();
        Writer.Dispose();
    }
}
