using System.Text.Json;
using System.Text.Json.Serialization;

namespace BatchJobs.Testing.Simulation;

/// <summary>What happened in a simulated scenario; times are seconds since the Job was created.</summary>
public abstract record SimulationResult
{
    private protected SimulationResult()
    {
    }

    /// <summary>The name of the scenario.</summary>
    [JsonPropertyOrder(-5)]
    public required string Scenario { get; init; }

    /// <summary>The version of the Kubernetes server it was recorded from; null for a simulation.</summary>
    [JsonPropertyOrder(-5)]
    public string? Kubernetes { get; init; }

    /// <summary><c>Job</c> or <c>CronJob</c>.</summary>
    [JsonPropertyOrder(-4)]
    public abstract string Kind { get; }

    /// <summary>When it ended.</summary>
    [JsonPropertyOrder(-3)]
    public double End { get; init; }

    /// <summary>When the object was deleted and gone.</summary>
    [JsonPropertyOrder(-2)]
    public ObjectTimes Object { get; init; } = new(null, null);

    /// <summary>What became of each step.</summary>
    [JsonPropertyOrder(-2)]
    public IReadOnlyList<StepResult> Steps { get; init; } = [];

    /// <summary>The events of the object, by type, reason and message; null if they are not known.</summary>
    [JsonPropertyOrder(2)]
    public IReadOnlyList<EventResult>? Events { get; init; }

    /// <summary>Paths of what differs between recordings of a real cluster; null for a simulation.</summary>
    [JsonPropertyOrder(2)]
    public IReadOnlyList<string>? Unstable { get; init; }

    /// <summary>Whether the recorded API server rejected status writes of its controller; null for a simulation.</summary>
    [JsonPropertyOrder(2)]
    public bool? StatusWritesRejected { get; init; }

    /// <summary>Reads a result, or a recording in the same format.</summary>
    /// <param name="json">The text.</param>
    /// <returns>The result.</returns>
    /// <exception cref="JsonException">The text is not a result.</exception>
    public static SimulationResult Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        string? kind = document.RootElement.TryGetProperty("kind", out JsonElement value) ? value.GetString() : null;
        SimulationResult? result = kind switch
        {
            JobSimulationResult.JobKind => document.RootElement.Deserialize(SimulationJson.Default.JobSimulationResult),
            CronJobSimulationResult.CronJobKind => document.RootElement.Deserialize(SimulationJson.Default.CronJobSimulationResult),
            _ => throw new JsonException($"Results of kind {kind ?? "null"} can't be read."),
        };
        return result ?? throw new JsonException("The result is null.");
    }

    /// <summary>Writes the result in the format of the recordings.</summary>
    /// <param name="writer">Where to.</param>
    public abstract void WriteJson(Utf8JsonWriter writer);

    /// <summary>Writes what happened line by line, for people.</summary>
    /// <param name="writer">Where to.</param>
    public abstract void WriteTimeline(TextWriter writer);
}

/// <summary>When an object was deleted and gone.</summary>
/// <param name="Deleted">When its deletion was taken; null if never.</param>
/// <param name="Gone">When nothing was left of it; null if never.</param>
public sealed record ObjectTimes(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Deleted,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Gone);

/// <summary>What became of a step.</summary>
/// <param name="At">When it was taken.</param>
/// <param name="Result"><c>ok</c>, <c>rejected</c> or <c>no such pod</c>.</param>
/// <param name="Code">Rejected: the HTTP status an API server would give.</param>
/// <param name="Reason">Rejected: why, in one word.</param>
/// <param name="Fields">Rejected: the fields that are wrong.</param>
/// <param name="Action">What the user did; null for a recording.</param>
public sealed record StepResult(
    double At, string Result, int? Code = null, string? Reason = null, IReadOnlyList<string>? Fields = null, string? Action = null);

/// <summary>Equal events of an object.</summary>
/// <param name="Type"><c>Normal</c> or <c>Warning</c>.</param>
/// <param name="Reason">What happened, in one word.</param>
/// <param name="Message">What happened; <c>&lt;pod&gt;</c> and <c>&lt;ns&gt;</c> stand for names.</param>
/// <param name="Count">How often.</param>
/// <param name="Combined">Recordings: whether some were merged and dropped, so that the count is not exact.</param>
public sealed record EventResult(string Type, string Reason, string Message, long Count, bool? Combined = null);
