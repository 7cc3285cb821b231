namespace BatchJobs.Processes.Posix;

/// <summary>How a process ended.</summary>
/// <param name="Code">The exit code; 128 plus the signal number when a signal ended it.</param>
/// <param name="Signal">The signal that ended it, or null.</param>
/// <param name="Time">When the end was seen.</param>
/// <param name="Lost">Whether somebody else in this application collected the outcome before us.</param>
internal readonly record struct ProcessExit(int Code, int? Signal, DateTimeOffset Time, bool Lost = false)
{
    /// <summary>Reads the status word of <c>waitpid</c>.</summary>
    internal static ProcessExit FromWaitStatus(int status, DateTimeOffset time)
    {
        var signal = status & 0x7f;
        return signal == 0 ? new ProcessExit((status >> 8) & 0xff, null, time) : new ProcessExit(128 + signal, signal, time);
    }
}
