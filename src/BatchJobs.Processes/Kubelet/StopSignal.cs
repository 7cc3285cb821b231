using BatchJobs.Processes.Unix;

namespace BatchJobs.Processes.Kubelet;

/// <summary>Turns the name of a signal into its number.</summary>
/// <remarks>Kubernetes: <c>lifecycle.stopSignal</c> (KEP-4960); numbers as on x64 and arm64.</remarks>
internal static class StopSignal
{
    private const int FirstRealTime = 34;
    private const int LastRealTime = 64;

    private static readonly string[] Names =
    [
        "", "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1", "SIGSEGV", "SIGUSR2", "SIGPIPE", "SIGALRM",
        "SIGTERM", "SIGSTKFLT", "SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU", "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH",
        "SIGIO", "SIGPWR", "SIGSYS",
    ];

    /// <returns>The number; SIGTERM for no name and for one that means nothing here.</returns>
    internal static int Number(string? name) => name switch
    {
        null => Signals.Terminate,
        "SIGIOT" => Array.IndexOf(Names, "SIGABRT"),
        "SIGCLD" => Array.IndexOf(Names, "SIGCHLD"),
        "SIGPOLL" => Array.IndexOf(Names, "SIGIO"),
        "SIGRTMIN" => FirstRealTime,
        "SIGRTMAX" => LastRealTime,
        _ when name.StartsWith("SIGRTMIN+", StringComparison.Ordinal) && int.TryParse(name.AsSpan(9), out var above) => FirstRealTime + above,
        _ when name.StartsWith("SIGRTMAX-", StringComparison.Ordinal) && int.TryParse(name.AsSpan(9), out var below) => LastRealTime - below,
        _ => Array.IndexOf(Names, name) is > 0 and var number ? number : Signals.Terminate,
    };
}
