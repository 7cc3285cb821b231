using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.Core.Tests.Properties;

/// <summary>A pod as an API server keeps it for a <see cref="PlainController"/>.</summary>
internal sealed class PlainPod(long ordinal, int index, DateTimeOffset created)
{
    public long Ordinal { get; } = ordinal;

    public int Index { get; } = index;

    public DateTimeOffset Created { get; } = created;

    public int FailuresBefore { get; init; }

    public int IgnoredBefore { get; init; }

    public PodPhase Phase { get; set; }

    public DateTimeOffset? ReadySince { get; set; }

    public DateTimeOffset? DeletedAt { get; set; }

    public bool HasFinalizer { get; set; } = true;

    public int Restarts { get; set; }

    public int ExitCode { get; set; }

    public bool Disrupted { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public bool IsTerminal => Phase is PodPhase.Succeeded or PodPhase.Failed;

    public bool IsActive => !IsTerminal && DeletedAt is null;

    public bool IsTerminating => !IsTerminal && DeletedAt is not null;

    public bool IsReady => IsActive && ReadySince is not null;

    public int Attempts => FailuresBefore + IgnoredBefore;

    public DateTimeOffset FinishedAt => EndedAt ?? DeletedAt ?? Created;

    public PodStatus Status => new()
    {
        Phase = Phase,
        Conditions =
        [
            .. !IsTerminal && ReadySince is { } since ? [new PodCondition(PodConditionTypes.Ready, ConditionStatus.True, LastTransitionTime: since)] : Array.Empty<PodCondition>(),
            .. Disrupted ? [new PodCondition(PodConditionTypes.DisruptionTarget, ConditionStatus.True)] : Array.Empty<PodCondition>(),
        ],
        ContainerStatuses = [new() { Name = "main", RestartCount = Restarts, Terminated = EndedAt is { } end ? new(ExitCode, end) : null }],
    };

    public void End(int exitCode, bool disrupted, DateTimeOffset at)
    {
        Phase = exitCode == 0 ? PodPhase.Succeeded : PodPhase.Failed;
        ExitCode = exitCode;
        Disrupted = disrupted;
        EndedAt = at;
    }

    /// <summary>What the first rule that matches does; none does: <c>Count</c>.</summary>
    public string ActionBy(PodFailurePolicy? policy) => (policy?.Rules ?? []).FirstOrDefault(Meets)?.Action?.Value ?? "Count";

    private bool Meets(PodFailurePolicyRule rule) => rule.OnExitCodes is { } codes
        ? IsTerminal && ExitCode != 0 && codes.Values!.Contains(ExitCode) == (codes.Operator == ExitCodeOperator.In)
        : Disrupted;
}
