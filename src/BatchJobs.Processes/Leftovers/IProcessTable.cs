namespace BatchJobs.Processes.Leftovers;

/// <summary>The processes of this machine; each may be gone at any time, which is an answer, not a failure.</summary>
internal interface IProcessTable
{
    /// <summary>The numbers of all processes.</summary>
    /// <exception cref="IOException">They can't be told now, for want of descriptors.</exception>
    IEnumerable<int> All();

    /// <summary>The value of a variable in the environment a process was started with; null if it can't be told.</summary>
    string? Variable(int process, string name);

    /// <summary>Kills a process if it lives and <paramref name="isOurs"/> still holds for it.</summary>
    bool TryKill(int process, Func<int, bool> isOurs);

    /// <summary>Collects children of ours that ended and that nobody waits for.</summary>
    void Collect();
}
