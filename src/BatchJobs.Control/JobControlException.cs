namespace BatchJobs.Control;

/// <summary>What went wrong between a client and the engine it asks.</summary>
public enum JobControlProblem
{
    /// <summary>The engine could not do it, for a reason that is none of its usual exceptions.</summary>
    Failed,

    /// <summary>Nobody listens at the socket.</summary>
    NotListening,

    /// <summary>Another server listens at the socket already, or something else has its name.</summary>
    InUse,

    /// <summary>Client and server speak different versions of the protocol.</summary>
    VersionMismatch,

    /// <summary>The server went away before it had answered.</summary>
    ConnectionLost,

    /// <summary>The socket can't be made or opened.</summary>
    Unavailable,
}

/// <summary>A client and the engine it asks don't get together.</summary>
/// <param name="problem">What went wrong.</param>
/// <param name="message">What went wrong, and what can be done about it.</param>
/// <param name="innerException">What went wrong underneath.</param>
public sealed class JobControlException(JobControlProblem problem, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>What went wrong.</summary>
    public JobControlProblem Problem { get; } = problem;
}
