using BatchJobs.Processes.Launching;
using Microsoft.Win32.SafeHandles;

namespace BatchJobs.Processes.Linux;

/// <summary>A running process with its group: the main process of a container and its descendants.</summary>
internal sealed class ChildProcess : IContainerProcess
{
    private readonly Lock gate = new();
    private readonly DescriptorEvents events;
    private readonly Action<Action> post;
    private readonly TaskCompletionSource<ProcessExit> exited = new();
    private readonly TaskCompletionSource gone = new();
    private readonly ProcessGroup group;
    private readonly SafeFileHandle handle;
    private readonly SafeFileHandle lifeline;
    private readonly SafeFileHandle message;
    private readonly OutputPipe? output;
    private readonly OutputPipe? error;
    private readonly ulong exitTicket;
    private ulong lifelineTicket;
    private int holds = 1;
    private bool reaped;
    private volatile bool told;
    private bool lifelineClosed;

    internal ChildProcess(DescriptorEvents events, Action<Action> post, ProcessGroup group, ChildDescriptors descriptors, IOutputSink? output, IOutputSink? error)
    {
        (this.events, this.post, this.group, handle, lifeline, message) = (events, post, group, descriptors.Process, descriptors.Lifeline, descriptors.Message);
        lock (gate)
        {
            this.output = Follow(descriptors.Output, output);
            this.error = Follow(descriptors.Error, error);
            exitTicket = events.Watch(handle, DescriptorEvents.Readable | DescriptorEvents.Once, _ => Reap());
        }
    }

    public int Id => group.Id;

    public long StartTime => ProcessFiles.StartTime(Id) ?? 0;

    public async Task<ProcessExit> EndAsync(TimeSpan patience)
    {
        var exit = await exited.Task.ConfigureAwait(false);
        if (!gone.Task.IsCompleted && !await IsGoneAsync(patience).ConfigureAwait(false))
        {
            KillEscaped();
            if (!await IsGoneAsync(patience).ConfigureAwait(false))
            {
                Abandon();
                exit = exit with { LeftBehind = true };
            }
        }

        var text = TerminationFile.Read(message);
        message.Dispose();
        return exit with { Message = text };
    }

    public void Signal(int signal)
    {
        lock (gate)
        {
            if (!reaped) group.Signal(signal);
        }
    }

    public bool TryDetach()
    {
        lock (gate)
        {
            if (reaped) return false;
            reaped = true;
            group.Detach();
            events.Forget(exitTicket);
            handle.Dispose();
        }

        Abandon();
        message.Dispose();
        return true;
    }

    private async Task<bool> IsGoneAsync(TimeSpan patience)
    {
        try
        {
            await gone.Task.WaitAsync(patience).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    // Output that there is has to be read even if nobody wants it: it is that of a process whose former application did.
    private OutputPipe? Follow(SafeFileHandle? reader, IOutputSink? sink)
    {
        if (reader is null) return null;
        Interlocked.Increment(ref holds);
        return new OutputPipe(events, reader, sink ?? NoSink.Instance, LetGo);
    }

    private void KillEscaped()
    {
        lock (gate)
        {
            if (!lifelineClosed) LifelineHolders.Kill(group.Marker, lifeline);
        }
    }

    private void Abandon()
    {
        output?.Abandon();
        error?.Abandon();
        CloseLifeline();
    }

    private void Reap()
    {
        ProcessExit exit;
        lock (gate)
        {
            if (reaped) return;
            exit = group.Collect(handle);
            reaped = true;
            events.Forget(exitTicket);
            handle.Dispose();
        }

        // Mostly nobody is left who holds what it had, but for a child between fork and exec: that is seen here, without being told.
        output?.Drain();
        error?.Drain();
        LookAtLifeline();
        told = true;
        post(() => exited.SetResult(exit)); // whoever waits goes on there
    }

    private void LookAtLifeline()
    {
        lock (gate)
        {
            if (lifelineClosed) return;
            if (!EngineLifeline.IsLetGo(lifeline))
            {
                lifelineTicket = events.Watch(lifeline, DescriptorEvents.PeerGone, _ => CloseLifeline());
                return;
            }
        }

        CloseLifeline();
    }

    private void CloseLifeline()
    {
        lock (gate)
        {
            if (lifelineClosed) return;
            lifelineClosed = true;
            events.Forget(lifelineTicket);
            lifeline.Dispose();
        }

        LetGo();
    }

    private void LetGo()
    {
        if (Interlocked.Decrement(ref holds) > 0) return;
        if (told) post(gone.SetResult);
        else gone.SetResult(); // nobody waits yet
    }
}

/// <summary>What this process holds of a child: a handle on it, the writing end of its lifeline, the reading ends of its output if it has any, its message.</summary>
internal readonly record struct ChildDescriptors(
    SafeFileHandle Process,
    SafeFileHandle Lifeline,
    SafeFileHandle? Output,
    SafeFileHandle? Error,
    SafeFileHandle Message);
