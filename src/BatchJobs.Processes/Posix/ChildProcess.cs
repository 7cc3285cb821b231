using Microsoft.Win32.SafeHandles;

namespace BatchJobs.Processes.Posix;

/// <summary>A running process with its group: the main process of a container and its descendants.</summary>
internal sealed class ChildProcess
{
    private const int NoHang = 1;

    private readonly Lock _gate = new();
    private readonly EventLoop _loop;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource<ProcessExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SafeFileHandle _handle;
    private readonly SafeFileHandle _lifeline;
    private readonly OutputPipe _output;
    private readonly OutputPipe _error;
    private readonly ulong _exitTicket;
    private readonly ulong _lifelineTicket;
    private int _holds = 3;
    private bool _reaped;
    private bool _lifelineClosed;

    internal ChildProcess(EventLoop loop, TimeProvider time, int id, ChildDescriptors descriptors, IOutputSink output, IOutputSink error)
    {
        (_loop, _time, Id, _handle, _lifeline) = (loop, time, id, descriptors.Process, descriptors.Lifeline);
        lock (_gate)
        {
            _output = new OutputPipe(loop, descriptors.Output, output, LetGo);
            _error = new OutputPipe(loop, descriptors.Error, error, LetGo);
            _lifelineTicket = loop.Watch(_lifeline, EventLoop.PeerGone, CloseLifeline);
            _exitTicket = loop.Watch(_handle, EventLoop.Readable, Reap);
        }
    }

    /// <summary>The process id, which is that of its group and session too.</summary>
    internal int Id { get; }

    /// <summary>Ends when the main process has ended, no descendant is left and all output has been read.</summary>
    /// <param name="patience">How long to wait for descendants that left the group; those are killed then, and at last given up.</param>
    internal async Task<ProcessExit> EndAsync(TimeSpan patience)
    {
        var exit = await _exited.Task.ConfigureAwait(false);
        if (await IsGoneAsync(patience).ConfigureAwait(false)) return exit;
        KillEscaped();
        if (!await IsGoneAsync(patience).ConfigureAwait(false)) Abandon();
        return exit;
    }

    /// <summary>Sends a signal to the whole group while its main process lives.</summary>
    internal void Signal(int signal)
    {
        lock (_gate)
        {
            if (!_reaped) _ = Libc.Kill(-Id, signal);
        }
    }

    private async Task<bool> IsGoneAsync(TimeSpan patience)
    {
        try
        {
            await _gone.Task.WaitAsync(patience).ConfigureAwait(false);
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
        lock (_gate)
        {
            if (!_lifelineClosed) LifelineHolders.Kill(_lifeline);
        }
    }

    private void Abandon()
    {
        _output.Abandon();
        _error.Abandon();
        CloseLifeline();
    }

    // Until it is reaped, the ended main process keeps the number of the group from being given to somebody else.
    private unsafe void Reap()
    {
        ProcessExit exit;
        lock (_gate)
        {
            if (_reaped) return;
            _ = Libc.Kill(-Id, Signals.Kill);
            var status = 0;
            exit = Libc.Wait(Id, &status, NoHang) == Id
                ? ProcessExit.FromWaitStatus(status, _time.GetUtcNow())
                : new ProcessExit(128 + Signals.Kill, null, _time.GetUtcNow(), Lost: true);
            _reaped = true;
            _loop.Unwatch(_exitTicket);
            _handle.Dispose();
        }

        _exited.SetResult(exit);
    }

    private void CloseLifeline()
    {
        lock (_gate)
        {
            if (_lifelineClosed) return;
            _lifelineClosed = true;
            _loop.Unwatch(_lifelineTicket);
            _lifeline.Dispose();
        }

        LetGo();
    }

    private void LetGo()
    {
        if (Interlocked.Decrement(ref _holds) == 0) _gone.SetResult();
    }
}

/// <summary>What this process holds of a child: a handle on it, the writing end of its lifeline, the reading ends of its output.</summary>
internal readonly record struct ChildDescriptors(
    SafeFileHandle Process,
    SafeFileHandle Lifeline,
    SafeFileHandle Output,
    SafeFileHandle Error);
