using Microsoft.Win32.SafeHandles;

namespace BatchJobs.Processes.Posix;

/// <summary>A running process with its group: the main process of a container and its descendants.</summary>
internal sealed class ChildProcess
{
    private const int NoHang = 1;

    private readonly Lock gate = new();
    private readonly EventLoop loop;
    private readonly TimeProvider time;
    private readonly TaskCompletionSource<ProcessExit> exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SafeFileHandle handle;
    private readonly SafeFileHandle lifeline;
    private readonly OutputPipe output;
    private readonly OutputPipe error;
    private readonly ulong exitTicket;
    private readonly ulong lifelineTicket;
    private int holds = 3;
    private bool reaped;
    private bool lifelineClosed;

    internal ChildProcess(EventLoop loop, TimeProvider time, int id, ChildDescriptors descriptors, IOutputSink output, IOutputSink error)
    {
        (this.loop, this.time, Id, handle, lifeline) = (loop, time, id, descriptors.Process, descriptors.Lifeline);
        lock (gate)
        {
            this.output = new OutputPipe(loop, descriptors.Output, output, LetGo);
            this.error = new OutputPipe(loop, descriptors.Error, error, LetGo);
            lifelineTicket = loop.Watch(lifeline, EventLoop.PeerGone, CloseLifeline);
            exitTicket = loop.Watch(handle, EventLoop.Readable, Reap);
        }
    }

    /// <summary>The process id, which is that of its group and session too.</summary>
    internal int Id { get; }

    /// <summary>Ends when the main process has ended, no descendant is left and all output has been read.</summary>
    /// <param name="patience">How long to wait for descendants that left the group; those are killed then, and at last given up.</param>
    internal async Task<ProcessExit> EndAsync(TimeSpan patience)
    {
        var exit = await exited.Task.ConfigureAwait(false);
        if (await IsGoneAsync(patience).ConfigureAwait(false)) return exit;
        KillEscaped();
        if (!await IsGoneAsync(patience).ConfigureAwait(false)) Abandon();
        return exit;
    }

    /// <summary>Sends a signal to the whole group while its main process lives.</summary>
    internal void Signal(int signal)
    {
        lock (gate)
        {
            if (!reaped) _ = Libc.Kill(-Id, signal);
        }
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

    // Only those that closed every descriptor they inherited are not found.
    private void KillEscaped()
    {
        lock (gate)
        {
            if (!lifelineClosed) LifelineHolders.Kill(lifeline);
        }
    }

    private void Abandon()
    {
        output.Abandon();
        error.Abandon();
        CloseLifeline();
    }

    // Until it is reaped, the ended main process keeps the number of the group from being given to somebody else.
    private unsafe void Reap()
    {
        ProcessExit exit;
        lock (gate)
        {
            if (reaped) return;
            _ = Libc.Kill(-Id, Signals.Kill);
            var status = 0;
            exit = Libc.Wait(Id, &status, NoHang) == Id
                ? ProcessExit.FromWaitStatus(status, time.GetUtcNow())
                : new ProcessExit(128 + Signals.Kill, null, time.GetUtcNow(), Lost: true);
            reaped = true;
            loop.Unwatch(exitTicket);
            handle.Dispose();
        }

        exited.SetResult(exit);
    }

    private void CloseLifeline()
    {
        lock (gate)
        {
            if (lifelineClosed) return;
            lifelineClosed = true;
            loop.Unwatch(lifelineTicket);
            lifeline.Dispose();
        }

        LetGo();
    }

    private void LetGo()
    {
        if (Interlocked.Decrement(ref holds) == 0) gone.SetResult();
    }
}

/// <summary>What this process holds of a child: a handle on it, the writing end of its lifeline, the reading ends of its output.</summary>
internal readonly record struct ChildDescriptors(
    SafeFileHandle Process,
    SafeFileHandle Lifeline,
    SafeFileHandle Output,
    SafeFileHandle Error);
