namespace BatchJobs.Processes.Launching;

/// <summary>What the threads of an executor wait for while they have nothing to do.</summary>
internal interface IEvents : IDisposable
{
    /// <summary>Waits until something happens, which it sees to, or until it is called.</summary>
    /// <returns>Whether it was called.</returns>
    bool Wait();

    /// <summary>Lets one of those who wait go; if nobody waits, the next one who would.</summary>
    void Call();
}
