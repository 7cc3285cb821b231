namespace BatchJobs.Processes.Launching;

/// <summary>What to start.</summary>
/// <param name="Path">The program, found already.</param>
/// <param name="Arguments">argv, its first entry included.</param>
/// <param name="Environment">Entries <c>NAME=value</c>.</param>
/// <param name="WorkingDirectory">Where to start it; null for here.</param>
internal sealed record SpawnRequest(
    string Path,
    IReadOnlyList<string> Arguments,
    IReadOnlyList<string> Environment,
    string? WorkingDirectory)
{
    /// <summary>What the environment carries to tell the container's processes from all others.</summary>
    internal string Marker { get; init; } = "";

    /// <summary>Whether it runs beside the main process of the container whose marker it carries, as probes and hooks do.</summary>
    internal bool IsBeside { get; init; }

    /// <summary>The marker that only this program and what it starts carry; null if others carry it too, who are to be left alone.</summary>
    internal string? OwnMarker => IsBeside ? null : Marker;

    /// <summary>Where the program finds the file for its termination message.</summary>
    internal string MessagePath { get; init; } = "";

    /// <summary>Who the program runs as; null for the user of this process.</summary>
    internal UserIdentity? User { get; init; }

    /// <summary>What is to be done to the process as soon as it exists, or null.</summary>
    internal Action<int>? Confine { get; init; }
}
