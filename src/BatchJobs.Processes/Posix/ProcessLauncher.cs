using Microsoft.Win32.SafeHandles;

namespace BatchJobs.Processes.Posix;

/// <summary>Starts child processes and hands them to the event loop; the only way in which this assembly makes processes.</summary>
internal sealed class ProcessLauncher(TimeProvider time) : IDisposable
{
    private readonly Lazy<EventLoop> loop = new(() => new EventLoop());
    private readonly Lazy<SafeFileHandle> nothing = new(OpenNothing);
    private readonly int[] inherited = InheritedDescriptors.Find();

    /// <exception cref="PosixException">The program could not be started; nothing of it is left.</exception>
    internal ChildProcess Launch(SpawnRequest request, IOutputSink output, IOutputSink error)
    {
        using var undo = new UndoList();
        var outputPipe = undo.Add(Pipe.Open());
        var errorPipe = undo.Add(Pipe.Open());
        var lifeline = undo.Add(Pipe.Open());

        var id = Spawner.Spawn(request, new GivenDescriptors(nothing.Value, outputPipe.Writer, errorPipe.Writer, lifeline.Reader), inherited);
        undo.Add(new UnwantedChild(id));
        _ = EngineLifeline.Arm(lifeline.Reader, id);
        var descriptors = new ChildDescriptors(undo.Add(ProcessHandle.TryOpen(id) ?? throw PosixException.Last()), lifeline.Writer, outputPipe.Reader, errorPipe.Reader);
        var child = new ChildProcess(loop.Value, time, id, descriptors, output, error);

        undo.Forget();
        outputPipe.Writer.Dispose();
        errorPipe.Writer.Dispose();
        lifeline.Reader.Dispose();
        return child;
    }

    public void Dispose()
    {
        if (loop.IsValueCreated) loop.Value.Dispose();
        if (nothing.IsValueCreated) nothing.Value.Dispose();
    }

    private static SafeFileHandle OpenNothing() =>
        Libc.Open("/dev/null", DescriptorFlags.CloseOnExec) is var descriptor and >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw PosixException.Last();
}
