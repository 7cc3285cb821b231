namespace BatchJobs.Specs;

/// <summary>What happens after an exit with certain codes.</summary>
/// <remarks>Kubernetes: <c>core/v1 ContainerRestartRule</c>, KEP-5307.</remarks>
public sealed record ContainerRestartRule
{
    /// <summary><c>Restart</c> or <c>RestartAllContainers</c>.</summary>
    public string? Action { get; init; }

    /// <summary>The exit codes the rule is for.</summary>
    public ContainerRestartRuleOnExitCodes? ExitCodes { get; init; }
}

/// <summary>Which exit codes match.</summary>
/// <remarks>Kubernetes: <c>core/v1 ContainerRestartRuleOnExitCodes</c>.</remarks>
public sealed record ContainerRestartRuleOnExitCodes
{
    /// <summary>Whether the code has to be in the list or not.</summary>
    public ExitCodeOperator? Operator { get; init; }

    /// <summary>The exit codes.</summary>
    public IReadOnlyList<int>? Values { get; init; }
}
