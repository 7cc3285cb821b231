namespace BatchJobs.Execution;

/// <summary>Jobs that were let in and have yet to begin; they do, one by one, on the threads that run short pods.</summary>
internal interface IHeldJobs
{
    /// <summary>Whether there are any.</summary>
    bool Any { get; }

    /// <summary>Begins with the one that has waited longest, on the caller's thread; does nothing if there is none.</summary>
    void BeginNext();

    /// <summary>Begins with all of them, on the caller's thread, whatever the executor has to do.</summary>
    void BeginAll();
}
