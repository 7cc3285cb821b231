using BatchJobs.Processes.Launching;
using BatchJobs.Processes.Leftovers;
using BatchJobs.Processes.Unix;
using Microsoft.Win32.SafeHandles;

namespace BatchJobs.Processes.Linux;

/// <summary>Starts child processes and has what happens to them seen to.</summary>
/// <param name="events">What happens to their descriptors.</param>
/// <param name="post">Where what follows the end of a process goes on, so that the others need not wait for it.</param>
/// <param name="time">The clock.</param>
/// <param name="mayOutlive">Whether children go on when this process dies, to be adopted by its successor.</param>
/// <param name="folder">Where files can be made for a moment.</param>
/// <param name="asksKernel">Whether the kernel may be asked how adopted processes ended.</param>
internal sealed class LinuxLauncher(DescriptorEvents events, Action<Action> post, TimeProvider time, bool mayOutlive, string folder, bool asksKernel) : IProcessLauncher
{
    // After some attempts in a row they are a millisecond apart.
    private const int AttemptsInARow = 20;
    private const int MaxAttempts = 1000;

    private readonly Lazy<SafeFileHandle> nothing = new(OpenNothing);
    private readonly int[] inherited = InheritedDescriptors.Find();
    private long gates;

    public HostCapabilities Host => HostCapabilities.All;

    public IProcessTable Table => LinuxProcessTable.Instance;

    public string NewMessagePath() => TerminationFile.ChildPath;

    public IContainerProcess Launch(SpawnRequest request, IOutputSink? output, IOutputSink? error)
    {
        using var undo = new UndoList();
        var outputPipe = output is null ? null : undo.Add(Pipe.Open());
        var errorPipe = error is null ? null : undo.Add(Pipe.Open());
        var lifeline = undo.Add(Pipe.Open());
        var message = undo.Add(TerminationFile.Create());

        var given = new GivenDescriptors(
            nothing.Value,
            outputPipe?.Writer ?? nothing.Value,
            errorPipe?.Writer ?? nothing.Value,
            lifeline.Reader,
            message,
            mayOutlive ? outputPipe?.Reader : null,
            mayOutlive ? errorPipe?.Reader : null);
        var (id, unconfined) = Spawn(request, given);
        undo.Add(new UnwantedChild(id));
        if (unconfined is not null) throw unconfined;
        if (!mayOutlive) _ = EngineLifeline.Arm(lifeline.Reader, id);
        var handle = undo.Add(ProcessHandle.TryOpen(id) ?? throw PosixException.Last());
        var descriptors = new ChildDescriptors(handle, lifeline.Writer, outputPipe?.Reader, errorPipe?.Reader, message);
        var child = new ChildProcess(events, post, new OwnGroup(id, request.OwnMarker, time), descriptors, output, error);

        undo.Forget();
        outputPipe?.Writer.Dispose();
        errorPipe?.Writer.Dispose();
        lifeline.Reader.Dispose();
        return child;
    }

    // Through what the process holds for that.
    public IContainerProcess? TryAdopt(int id, long startTime, string marker, IOutputSink? output, IOutputSink? error)
    {
        using var undo = new UndoList();
        SafeFileHandle? Keep(SafeFileHandle? opened) => opened is null ? null : undo.Add(opened);
        if (Keep(ProcessHandle.TryOpen(id)) is not { } handle || ProcessFiles.StartTime(id) != startTime) return null;
        if (Keep(ProcessFiles.TryOpen(id, EngineLifeline.ChildDescriptor, DescriptorFlags.WriteOnly)) is not { } lifeline) return null;
        var outputReader = Keep(ProcessFiles.TryOpen(id, PipeReaders.Output, DescriptorFlags.ReadOnly | DescriptorFlags.NonBlocking)); // none if its output goes nowhere
        var errorReader = Keep(ProcessFiles.TryOpen(id, PipeReaders.Error, DescriptorFlags.ReadOnly | DescriptorFlags.NonBlocking));
        if (Keep(ProcessFiles.TryOpen(id, TerminationFile.ChildDescriptor, DescriptorFlags.ReadOnly)) is not { } message) return null;

        var child = new ChildProcess(
            events,
            post,
            new AdoptedGroup(id, startTime, marker, time, asksKernel),
            new ChildDescriptors(handle, lifeline, outputReader, errorReader, message),
            output,
            error);
        DetachedChildren.Remove(id);
        undo.Forget();
        return child;
    }

    public void Dispose()
    {
        if (nothing.IsValueCreated) nothing.Value.Dispose();
    }

    // A program that this application has just written may still be open for writing in a child between fork and exec.
    private (int Process, Exception? Unconfined) Spawn(SpawnRequest request, in GivenDescriptors given)
    {
        for (var wait = default(SpinWait); ; wait.SpinOnce(sleep1Threshold: AttemptsInARow))
        {
            try
            {
                return SpawnOnce(request, given);
            }
            catch (PosixException error) when (error.IsBusy && wait.Count < MaxAttempts)
            {
                // It closes it in a moment.
            }
        }
    }

    private (int Process, Exception? Unconfined) SpawnOnce(SpawnRequest request, GivenDescriptors given) => request.User is null && request.Confine is null
        ? (Spawner.Spawn(request, given, inherited), null)
        : new SpawnThread(request, NewGate()).Run(gate => Spawner.Spawn(request, given, inherited, gate));

    private string NewGate()
    {
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, $"gate{Interlocked.Increment(ref gates)}");
    }

    private static SafeFileHandle OpenNothing() =>
        LinuxLibc.Open("/dev/null", DescriptorFlags.ReadAndWrite | DescriptorFlags.CloseOnExec) is var descriptor and >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw PosixException.Last();
}
