using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BatchJobs.Cron;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Manifests;

/// <summary>What the API server would answer to a manifest, as one JSON object on one line.</summary>
/// <remarks>Members: <c>name</c>, <c>accepted</c>, <c>code</c>, <c>reason</c>, <c>causes</c>, <c>message</c>, <c>suggestions</c>, <c>warnings</c>, <c>defaulted</c>.</remarks>
public static class ManifestVerdict
{
    /// <summary>The answer to a new object.</summary>
    /// <param name="manifest">The manifest that was read.</param>
    /// <param name="context">What the engine gives to the object.</param>
    /// <returns>One line of JSON.</returns>
    public static string Create(ManifestResult manifest, AdmissionContext context)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return manifest switch
        {
            { Job: { } job } => Write(manifest.Name, JobAdmission.Create(job, context), Clean),
            { CronJob: { } cronJob } => Write(manifest.Name, CronJobAdmission.Create(cronJob, context), Clean),
            _ => WriteFailure(manifest),
        };
    }

    /// <summary>The answer to an object that is to take the place of a stored one.</summary>
    /// <param name="current">The stored Job.</param>
    /// <param name="manifest">The manifest that was read.</param>
    /// <returns>One line of JSON; <c>defaulted</c> is the changed object.</returns>
    public static string Replace(Job current, ManifestResult manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return manifest.Job is { } job ? Write(manifest.Name, JobAdmission.Replace(current, job), Clean) : WriteFailure(manifest);
    }

    /// <summary>The answer to an object that is to take the place of a stored one.</summary>
    /// <param name="current">The stored CronJob.</param>
    /// <param name="manifest">The manifest that was read.</param>
    /// <returns>One line of JSON; <c>defaulted</c> is the changed object.</returns>
    public static string Replace(CronJob current, ManifestResult manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return manifest.CronJob is { } cronJob ? Write(manifest.Name, CronJobAdmission.Replace(current, cronJob), Clean) : WriteFailure(manifest);
    }

    /// <summary>Any answer about a Job.</summary>
    /// <param name="name">The name of the Job.</param>
    /// <param name="result">The answer.</param>
    /// <returns>One line of JSON.</returns>
    public static string Write(string? name, AdmissionResult<Job> result) => Write(name, result, Clean);

    /// <summary>Any answer about a CronJob.</summary>
    /// <param name="name">The name of the CronJob.</param>
    /// <param name="result">The answer.</param>
    /// <returns>One line of JSON.</returns>
    public static string Write(string? name, AdmissionResult<CronJob> result) => Write(name, result, Clean);

    /// <summary>What the server adds to every object and nobody compares.</summary>
    private static string Clean(Job job) => ManifestWriter.Write(job with { Metadata = Clean(job.Metadata) });

    private static string Clean(CronJob cronJob) => ManifestWriter.Write(cronJob with { Metadata = Clean(cronJob.Metadata) });

    private static ObjectMeta Clean(ObjectMeta metadata) =>
        metadata with { Uid = null, ResourceVersion = null, CreationTimestamp = null, Generation = null, ManagedFields = null };

    private static string WriteFailure(ManifestResult manifest) => Write(writer =>
    {
        writer.WriteString("name", manifest.Name);
        writer.WriteBoolean("accepted", false);
        writer.WriteNumber("code", 400);
        writer.WriteString("reason", "BadRequest");
        WriteCauses(writer, []);
        writer.WriteString("message", manifest.Message);
        WriteSuggestions(writer, [.. manifest.Errors.Where(error => error.Suggestion is not null).Select(error => (error.Field ?? "", error.Suggestion!))]);
    });

    private static string Write<T>(string? name, AdmissionResult<T> result, Func<T, string> clean)
        where T : class => Write(writer =>
    {
        writer.WriteString("name", name);
        writer.WriteBoolean("accepted", result.Accepted);
        if (!result.Accepted)
        {
            writer.WriteNumber("code", result.Code);
            writer.WriteString("reason", result.Reason);
        }

        WriteCauses(writer, result.Errors);
        if (!result.Accepted)
        {
            writer.WriteString("message", result.Message);
        }

        WriteSuggestions(writer, [.. result.Errors.Where(error => error.Suggestion is not null).Select(error => (error.Field, error.Suggestion!)).Distinct()]);

        if (result.Warnings.Count > 0)
        {
            writer.WriteStartArray("warnings");
            foreach (string warning in result.Warnings)
            {
                writer.WriteStringValue(warning);
            }

            writer.WriteEndArray();
        }

        if (result.Accepted)
        {
            writer.WritePropertyName("defaulted");
            writer.WriteRawValue(clean(result.Object));
        }
    });

    private static void WriteCauses(Utf8JsonWriter writer, IReadOnlyList<FieldError> causes)
    {
        writer.WriteStartArray("causes");
        foreach (FieldError cause in causes)
        {
            writer.WriteStartObject();
            writer.WriteString("field", cause.Field);
            writer.WriteString("reason", cause.Reason);
            writer.WriteString("message", cause.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>What no API server says, apart from what one does.</summary>
    private static void WriteSuggestions(Utf8JsonWriter writer, IReadOnlyList<(string Field, string Text)> suggestions)
    {
        if (suggestions.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("suggestions");
        foreach ((string field, string text) in suggestions)
        {
            writer.WriteStartObject();
            writer.WriteString("field", field);
            writer.WriteString("suggestion", text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
