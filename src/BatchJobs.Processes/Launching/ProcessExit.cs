namespace BatchJobs.Processes.Launching;

/// <summary>How a process ended.</summary>
/// <param name="Code">The exit code; 128 plus the signal number when a signal ended it.</param>
/// <param name="Signal">The signal that ended it, or null.</param>
/// <param name="Time">When the end was seen.</param>
/// <param name="Lost">Whether nobody can tell the outcome any longer.</param>
internal readonly record struct ProcessExit(int Code, int? Signal, DateTimeOffset Time, bool Lost = false)
{
    /// <summary>What the program wrote about its end, or null.</summary>
    internal string? Message { get; init; }

    /// <summary>Whether something still holds what it inherited from the process and could be neither found nor killed.</summary>
    internal bool LeftBehind { get; init; }

    /// <summary>Reads the status word of <c>waitpid</c>.</summary>
    internal static ProcessExit FromWaitStatus(int status, DateTimeOffset time)
    {
        var signal = status & 0x7f;
        return signal == 0 ? new ProcessExit((status >> 8) & 0xff, null, time) : new ProcessExit(128 + signal, signal, time);
    }
}
