using System.Text.Json;
using System.Text.Json.Serialization;

namespace BatchJobs.Testing.Simulation;

/// <summary>What happened to a simulated Job.</summary>
public sealed record JobSimulationResult : SimulationResult
{
    internal const string JobKind = "Job";

    /// <inheritdoc />
    [JsonPropertyOrder(-4)]
    public override string Kind => JobKind;

    /// <summary>The last status; the one before it went if the Job is gone.</summary>
    [JsonPropertyOrder(-3)]
    public StatusResult Status { get; init; } = new();

    /// <summary>All pods that were ever created.</summary>
    public IReadOnlyList<PodResult> Pods { get; init; } = [];

    /// <summary>When each condition was first seen.</summary>
    public IReadOnlyList<ConditionAt> ConditionsOverTime { get; init; } = [];

    /// <summary>Each state of the counters that lasted at least half a second.</summary>
    public IReadOnlyList<CountersAt> StatusOverTime { get; init; } = [];

    /// <summary>What the engine decided and why; null for a recording.</summary>
    [JsonPropertyOrder(3)]
    public IReadOnlyList<DecisionResult>? Decisions { get; init; }

    /// <inheritdoc />
    public override void WriteJson(Utf8JsonWriter writer) => JsonSerializer.Serialize(writer, this, SimulationJson.Default.JobSimulationResult);

    /// <inheritdoc />
    public override void WriteTimeline(TextWriter writer) => JobTimeline.Write(this, writer);
}

/// <summary>The status of a Job; what is 0 or empty in Kubernetes' sense is null.</summary>
/// <param name="Conditions">The conditions.</param>
/// <param name="StartTime">When it started.</param>
/// <param name="CompletionTime">When it completed.</param>
/// <param name="Active">Pods that run or are about to.</param>
/// <param name="Succeeded">Succeeded pods, or indexes.</param>
/// <param name="Failed">Failed pods.</param>
/// <param name="Terminating">Pods that are being stopped.</param>
/// <param name="CompletedIndexes">Completed indexes.</param>
/// <param name="FailedIndexes">Failed indexes.</param>
/// <param name="Ready">Ready pods.</param>
public sealed record StatusResult(
    IReadOnlyList<ConditionResult>? Conditions = null,
    double? StartTime = null,
    double? CompletionTime = null,
    int? Active = null,
    int? Succeeded = null,
    int? Failed = null,
    int? Terminating = null,
    string? CompletedIndexes = null,
    string? FailedIndexes = null,
    int? Ready = null);

/// <summary>A condition of a Job.</summary>
/// <param name="Type">What is said.</param>
/// <param name="Status">Whether it holds.</param>
/// <param name="LastProbeTime">When it was last looked at.</param>
/// <param name="LastTransitionTime">Since when.</param>
/// <param name="Reason">Why, in one word.</param>
/// <param name="Message">Why, in a sentence.</param>
public sealed record ConditionResult(string Type, string Status, double? LastProbeTime, double? LastTransitionTime, string? Reason, string? Message);

/// <summary>When a condition was first seen.</summary>
/// <param name="T">When.</param>
/// <param name="Type">What is said.</param>
/// <param name="Status">Whether it holds.</param>
/// <param name="Reason">Why, in one word.</param>
/// <param name="Message">Why, in a sentence.</param>
public sealed record ConditionAt(double T, string Type, string Status, string? Reason, string? Message);

/// <summary>The counters of a Job from some time on.</summary>
/// <param name="T">From when on.</param>
/// <param name="Active">Pods that run or are about to.</param>
/// <param name="Ready">Ready pods.</param>
/// <param name="Terminating">Pods that are being stopped.</param>
/// <param name="Succeeded">Succeeded pods, or indexes.</param>
/// <param name="Failed">Failed pods.</param>
/// <param name="CompletedIndexes">Completed indexes.</param>
/// <param name="FailedIndexes">Failed indexes.</param>
public sealed record CountersAt(
    double T,
    int Active,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? Ready,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? Terminating,
    int Succeeded,
    int Failed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? CompletedIndexes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? FailedIndexes);

/// <summary>A decision of the engine; the members are those of <see cref="Client.JobDecision"/>.</summary>
/// <param name="T">When it was taken.</param>
/// <param name="Action">What was decided.</param>
/// <param name="Rule">The rule that decided.</param>
/// <param name="Pod">The name of the pod concerned, if any.</param>
/// <param name="Index">The completion index concerned, if any.</param>
/// <param name="Count">What was counted against the budget, if anything.</param>
/// <param name="Budget">The budget, if the rule has one.</param>
/// <param name="Next">When the decision takes effect, if later.</param>
/// <param name="Message">All of it in a sentence.</param>
public sealed record DecisionResult(
    double T, string Action, string Rule, string? Pod, int? Index, long? Count, long? Budget, double? Next, string Message);
