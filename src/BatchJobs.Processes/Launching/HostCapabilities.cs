namespace BatchJobs.Processes.Launching;

/// <summary>What pods that run as processes can have on a system; Linux has all of it.</summary>
public sealed record HostCapabilities
{
    /// <summary>Whether pods die with the application even if it is killed.</summary>
    public bool DiesWithApplication { get; init; }

    /// <summary>Whether all that a container started is found and ended with it, unless it hides on purpose.</summary>
    public bool EndsDescendants { get; init; }

    /// <summary>Whether a container can be asked to end before it is killed (terminationGracePeriodSeconds).</summary>
    public bool GracefulStop { get; init; }

    /// <summary>Whether it can be asked by any signal (lifecycle.stopSignal).</summary>
    public bool StopSignals { get; init; }

    /// <summary>Whether the signal that ended a container is told beside its exit code.</summary>
    public bool ExitSignals { get; init; }

    /// <summary>Whether memory, processors, processes, core dumps and niceness can be limited (resources.limits).</summary>
    public bool Limits { get; init; }

    /// <summary>Whether containers can be another user than the application (securityContext.runAsUser), if it is root.</summary>
    public bool Users { get; init; }

    /// <summary>Whether pods can go on while there is no application, and be taken over by the next.</summary>
    public bool Adoption { get; init; }

    /// <summary>The names of what is missing.</summary>
    public IReadOnlyList<string> Missing =>
    [
        .. new (string Name, bool Has)[]
        {
            (nameof(DiesWithApplication), DiesWithApplication),
            (nameof(EndsDescendants), EndsDescendants),
            (nameof(GracefulStop), GracefulStop),
            (nameof(StopSignals), StopSignals),
            (nameof(ExitSignals), ExitSignals),
            (nameof(Limits), Limits),
            (nameof(Users), Users),
            (nameof(Adoption), Adoption),
        }.Where(capability => !capability.Has).Select(capability => capability.Name),
    ];

    internal static HostCapabilities All { get; } = new()
    {
        DiesWithApplication = true,
        EndsDescendants = true,
        GracefulStop = true,
        StopSignals = true,
        ExitSignals = true,
        Limits = true,
        Users = true,
        Adoption = true,
    };

    /// <summary>Refuses settings that can't be followed.</summary>
    /// <exception cref="PlatformNotSupportedException">One of them can't.</exception>
    internal void Check(ProcessExecutorOptions options)
    {
        Require(Adoption || options.Survivors != SurvivorPolicy.Adopt, nameof(options.Survivors));
        Require(Limits || options.CgroupParent is null, nameof(options.CgroupParent));
        Require(Limits || options.MaxProcessesPerContainer is null, nameof(options.MaxProcessesPerContainer));
        Require(Limits || options.Niceness is null, nameof(options.Niceness));
        Require(Limits || options.MaxCoreDumpBytes is null, nameof(options.MaxCoreDumpBytes));
    }

    private static void Require(bool possible, string option)
    {
        if (!possible) throw new PlatformNotSupportedException($"{option} of {nameof(ProcessExecutorOptions)} needs Linux.");
    }
}
