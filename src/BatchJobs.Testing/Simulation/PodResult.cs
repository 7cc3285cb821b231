using System.Text.Json.Serialization;

namespace BatchJobs.Testing.Simulation;

/// <summary>The life of a simulated pod; all times are seconds since the Job was created.</summary>
public sealed record PodResult
{
    /// <summary>Its position among the pods of the Job.</summary>
    public long Ordinal { get; init; }

    /// <summary>Its completion index, or null in a NonIndexed Job.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int? Index { get; init; }

    /// <summary>How many pods of the same index, NonIndexed: of the Job, came before.</summary>
    public long Attempt { get; init; }

    /// <summary>The position of the rule that gave it its script; -1 if none did.</summary>
    public int Rule { get; init; }

    /// <summary>When it was created.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double? Created { get; init; }

    /// <summary>When it ended.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double? Finished { get; init; }

    /// <summary>When its deletion was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double? Deleted { get; init; }

    /// <summary>When the controller let it go.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double? Released { get; init; }

    /// <summary>When nothing was left of it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double? Gone { get; init; }

    /// <summary>Its last phase.</summary>
    public string Phase { get; init; } = "";

    /// <summary>Its failure counts, where failures are counted per index; keys are without <c>batch.kubernetes.io/</c>.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether it outlived its Job; null for false.</summary>
    public bool? Orphaned { get; init; }

    /// <summary>How each container that ran ended; null for a recording.</summary>
    public IReadOnlyDictionary<string, int>? ExitCodes { get; init; }
}
