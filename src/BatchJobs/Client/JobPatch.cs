using System.Buffers;
using System.Text;
using System.Text.Json;

namespace BatchJobs.Client;

/// <summary>A change of those fields of a Job that can change while it runs; what is null stays as it is.</summary>
public sealed record JobPatch
{
    /// <summary>Whether the Job rests.</summary>
    public bool? Suspend { get; init; }

    /// <summary>How many pods run at once.</summary>
    public int? Parallelism { get; init; }

    /// <summary>How many completions are wanted; only of an Indexed Job, and only together with the same parallelism (elastic indexed Jobs).</summary>
    public int? Completions { get; init; }

    /// <summary>How long the Job may be active, in seconds.</summary>
    public long? ActiveDeadlineSeconds { get; init; }

    /// <summary>How long the Job is kept once it has finished, in seconds.</summary>
    public int? TtlSecondsAfterFinished { get; init; }

    /// <summary>How many failed pods the Job bears.</summary>
    public int? BackoffLimit { get; init; }

    /// <summary>The resource version the Job must have; null for any.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>The patch as JSON merge patch (RFC 7386).</summary>
    /// <returns>The JSON.</returns>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (ResourceVersion is not null)
            {
                json.WriteStartObject("metadata");
                json.WriteString("resourceVersion", ResourceVersion);
                json.WriteEndObject();
            }

            json.WriteStartObject("spec");
            if (Suspend is { } suspend)
            {
                json.WriteBoolean("suspend", suspend);
            }

            Write(json, "parallelism", Parallelism);
            Write(json, "completions", Completions);
            Write(json, "activeDeadlineSeconds", ActiveDeadlineSeconds);
            Write(json, "ttlSecondsAfterFinished", TtlSecondsAfterFinished);
            Write(json, "backoffLimit", BackoffLimit);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, string field, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(field, number);
        }
    }
}
