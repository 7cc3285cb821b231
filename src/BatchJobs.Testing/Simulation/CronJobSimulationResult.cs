using System.Text.Json;
using System.Text.Json.Serialization;

namespace BatchJobs.Testing.Simulation;

/// <summary>What happened to a simulated CronJob; times are seconds since the last whole minute before it was created.</summary>
/// <remarks>Its Jobs are named <c>NAME-M+n</c>, where n is the minute they were scheduled for.</remarks>
public sealed record CronJobSimulationResult : SimulationResult
{
    internal const string CronJobKind = "CronJob";

    /// <inheritdoc />
    [JsonPropertyOrder(-4)]
    public override string Kind => CronJobKind;

    /// <summary>The last status; the one before it went if the CronJob is gone.</summary>
    [JsonPropertyOrder(-3)]
    public CronJobStatusResult Status { get; init; } = new();

    /// <summary>The Jobs it made, in order.</summary>
    public IReadOnlyList<JobResult> Jobs { get; init; } = [];

    /// <summary>Each state of the status that lasted at least half a second.</summary>
    public IReadOnlyList<CronJobStatusAt> StatusOverTime { get; init; } = [];

    /// <inheritdoc />
    public override void WriteJson(Utf8JsonWriter writer) => JsonSerializer.Serialize(writer, this, SimulationJson.Default.CronJobSimulationResult);

    /// <inheritdoc />
    public override void WriteTimeline(TextWriter writer) => CronJobTimeline.Write(this, writer);
}

/// <summary>The status of a CronJob.</summary>
public sealed record CronJobStatusResult
{
    /// <summary>The Jobs that still run.</summary>
    public IReadOnlyList<ActiveJobResult>? Active { get; init; }

    /// <summary>The scheduled time of the latest run.</summary>
    public double? LastScheduleTime { get; init; }

    /// <summary>When a run last completed.</summary>
    public double? LastSuccessfulTime { get; init; }
}

/// <summary>A Job that still runs.</summary>
/// <param name="Kind">The kind of the object.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="ApiVersion">Its API version.</param>
public sealed record ActiveJobResult(string? Kind, string? Namespace, string Name, string? ApiVersion);

/// <summary>The life of a Job of a CronJob.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Created">When it was created.</param>
/// <param name="Finished">When it finished.</param>
/// <param name="Result"><c>Complete</c>, <c>Failed</c> or null.</param>
/// <param name="Deleted">When its deletion was taken.</param>
/// <param name="Gone">When nothing was left of it.</param>
public sealed record JobResult(
    string Name,
    double Created,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Finished,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Result,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Deleted,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Gone);

/// <summary>The status of a CronJob from some time on.</summary>
/// <param name="T">From when on.</param>
/// <param name="Active">The names of the Jobs that run.</param>
/// <param name="LastScheduleTime">The scheduled time of the latest run.</param>
/// <param name="LastSuccessfulTime">When a run last completed.</param>
public sealed record CronJobStatusAt(
    double T,
    IReadOnlyList<string> Active,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never), JsonConverter(typeof(FractionConverter))] double? LastScheduleTime,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never), JsonConverter(typeof(FractionConverter))] double? LastSuccessfulTime);
