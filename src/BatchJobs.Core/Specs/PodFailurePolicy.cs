namespace BatchJobs.Specs;

/// <summary>Ordered rules on failed pods; the first that matches decides.</summary>
/// <remarks>Kubernetes: <c>JobSpec.podFailurePolicy</c>, KEP-3329.</remarks>
public sealed record PodFailurePolicy
{
    /// <summary>The rules, at most 20.</summary>
    public IReadOnlyList<PodFailurePolicyRule>? Rules { get; init; }
}

/// <summary>One rule: an action and what it matches, either exit codes or pod conditions.</summary>
/// <remarks>Kubernetes: <c>PodFailurePolicyRule</c>.</remarks>
public sealed record PodFailurePolicyRule
{
    /// <summary>What happens when the rule matches.</summary>
    public PodFailureAction? Action { get; init; }

    /// <summary>Matches exit codes of containers.</summary>
    public PodFailurePolicyOnExitCodesRequirement? OnExitCodes { get; init; }

    /// <summary>Matches conditions of the pod; one of them is enough.</summary>
    public IReadOnlyList<PodFailurePolicyOnPodConditionsPattern>? OnPodConditions { get; init; }
}

/// <summary>Which exit codes of which container match.</summary>
/// <remarks>Kubernetes: <c>PodFailurePolicyOnExitCodesRequirement</c>.</remarks>
public sealed record PodFailurePolicyOnExitCodesRequirement
{
    /// <summary>The container or init container to look at.</summary>
    /// <value>Absent: any.</value>
    public string? ContainerName { get; init; }

    /// <summary>Whether the code has to be in the list or not.</summary>
    public ExitCodeOperator? Operator { get; init; }

    /// <summary>The exit codes, ascending.</summary>
    public IReadOnlyList<int>? Values { get; init; }
}

/// <summary>A condition a pod has to have.</summary>
/// <remarks>Kubernetes: <c>PodFailurePolicyOnPodConditionsPattern</c>.</remarks>
public sealed record PodFailurePolicyOnPodConditionsPattern
{
    /// <summary>The type of the condition, such as <c>DisruptionTarget</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The value it must have.</summary>
    /// <value><see cref="ConditionStatus.True"/>.</value>
    public ConditionStatus? Status { get; init; }
}
