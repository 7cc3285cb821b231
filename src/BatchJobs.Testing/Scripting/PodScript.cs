using BatchJobs.Pods;

namespace BatchJobs.Testing.Scripting;

/// <summary>What a pod does, from its start to its end.</summary>
/// <remarks>Without any setting a pod runs and succeeds at once.</remarks>
public sealed record PodScript
{
    /// <summary>A pod that runs until it is deleted.</summary>
    public static PodScript RunsForever { get; } = new() { RunFor = null };

    /// <summary>A pod that never starts to run, as one whose image can't be pulled.</summary>
    public static PodScript StaysPending { get; } = new() { PendingFor = null };

    /// <summary>A pod that no node has room for.</summary>
    public static PodScript IsNeverScheduled { get; } = new() { Bound = false };

    /// <summary>Whether the pod is bound to a node.</summary>
    /// <value>true.</value>
    public bool Bound { get; init; } = true;

    /// <summary>Time from creation to Running; null for ever.</summary>
    /// <value>Zero.</value>
    public TimeSpan? PendingFor { get; init; } = TimeSpan.Zero;

    /// <summary>Time from Running, or from the last of <see cref="Restarts"/>, to the end; null until it is deleted.</summary>
    /// <value>Zero.</value>
    public TimeSpan? RunFor { get; init; } = TimeSpan.Zero;

    /// <summary>How the pod ends by itself.</summary>
    /// <value>All containers end with exit code 0.</value>
    public PodEnd End { get; init; } = new();

    /// <summary>Restarts in place, in order.</summary>
    public IReadOnlyList<ContainerRestart> Restarts { get; init; } = [];

    /// <summary>Whether the pod ever gets ready by itself.</summary>
    /// <value>true.</value>
    public bool Ready { get; init; } = true;

    /// <summary>Time from Running to ready.</summary>
    /// <value>Zero.</value>
    public TimeSpan ReadyAfter { get; init; }

    /// <summary>Later changes of readiness.</summary>
    public IReadOnlyList<ReadyChange> ReadyChanges { get; init; } = [];

    /// <summary>What a deletion does to the pod while it has not ended.</summary>
    /// <value>It ends at once with exit code 143.</value>
    public PodDeletion OnDelete { get; init; } = new();

    /// <summary>A pod that ends well.</summary>
    /// <param name="after">Time from Running to the end.</param>
    /// <returns>The script.</returns>
    public static PodScript Succeeds(TimeSpan after = default) => new() { RunFor = after };

    /// <summary>A pod that ends badly.</summary>
    /// <param name="after">Time from Running to the end.</param>
    /// <param name="exitCode">The exit code of all containers.</param>
    /// <returns>The script.</returns>
    public static PodScript Fails(TimeSpan after = default, int exitCode = 1) => new() { RunFor = after, End = new PodEnd { ExitCode = exitCode } };
}

/// <summary>How a pod ends.</summary>
public sealed record PodEnd
{
    /// <summary>The exit code of the containers that <see cref="ExitCodes"/> does not name.</summary>
    /// <value>0.</value>
    public int ExitCode { get; init; }

    /// <summary>Exit codes by container; one of an init container that is not 0 means that the others never run.</summary>
    public IReadOnlyDictionary<string, int> ExitCodes { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>The phase, whatever the exit codes; null to let them decide.</summary>
    public PodPhase? Phase { get; init; }

    /// <summary>The reason of the pod status.</summary>
    public string? Reason { get; init; }

    /// <summary>The message of the pod status.</summary>
    public string? Message { get; init; }

    /// <summary>Conditions that come with the end.</summary>
    public IReadOnlyList<PodCondition> Conditions { get; init; } = [];

    internal int ExitCodeOf(string container) => ExitCodes.TryGetValue(container, out int code) ? code : ExitCode;
}

/// <summary>What a deletion does to a pod that has not ended.</summary>
public sealed record PodDeletion
{
    /// <summary>A pod that ignores the request: it is ended by force, with exit code 137, when its grace period is over.</summary>
    public static PodDeletion Ignored { get; } = new() { Takes = null, IsForced = true, End = new PodEnd { ExitCode = 137 } };

    /// <summary>Time from the deletion to the end; null for never.</summary>
    /// <value>Zero.</value>
    public TimeSpan? Takes { get; init; } = TimeSpan.Zero;

    /// <summary>Whether the pod ends by force when its grace period is over, if it has not ended before.</summary>
    /// <value>false: a script may take longer than a node would let it.</value>
    public bool IsForced { get; init; }

    /// <summary>How the pod ends.</summary>
    /// <value>All containers end with exit code 143.</value>
    public PodEnd End { get; init; } = new() { ExitCode = 143 };
}

/// <summary>A restart of a container in place.</summary>
/// <param name="After">Time since the start or the restart before.</param>
/// <param name="ExitCode">How the container ended.</param>
/// <param name="Container">The container; null for the first.</param>
public sealed record ContainerRestart(TimeSpan After, int ExitCode, string? Container = null);

/// <summary>A change of readiness.</summary>
/// <param name="After">Time since Running.</param>
/// <param name="Ready">Whether the pod is ready from then on.</param>
public sealed record ReadyChange(TimeSpan After, bool Ready);
