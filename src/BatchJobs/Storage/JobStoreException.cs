namespace BatchJobs.Storage;

/// <summary>What is wrong with a store.</summary>
public enum JobStoreProblem
{
    /// <summary>Something that may pass, such as an error of the disk.</summary>
    Unavailable,

    /// <summary>Another engine has the store open for writing.</summary>
    InUse,

    /// <summary>There is no room left.</summary>
    Full,

    /// <summary>It can be read but not written.</summary>
    ReadOnly,

    /// <summary>What is kept is damaged, or no store at all.</summary>
    Corrupt,

    /// <summary>It was written by a newer version of the library.</summary>
    NewerSchema,

    /// <summary>An object does not have the version that was expected: somebody else has written it.</summary>
    Conflict,
}

/// <summary>A store can't be used, or a change of it could not be made.</summary>
/// <param name="problem">What is wrong.</param>
/// <param name="message">What is wrong, and what can be done about it.</param>
/// <param name="innerException">What went wrong underneath.</param>
public sealed class JobStoreException(JobStoreProblem problem, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>What is wrong.</summary>
    public JobStoreProblem Problem { get; } = problem;
}
