using System.Text;
using System.Text.Json;
using BatchJobs.Schema;
using BatchJobs.Specs;

namespace BatchJobs.Manifests;

/// <summary>Writes Jobs and CronJobs as JSON, in the API server's order of fields.</summary>
public static class ManifestWriter
{
    /// <summary>Writes a Job.</summary>
    /// <param name="job">The Job.</param>
    /// <param name="indented">Whether to write for people.</param>
    /// <returns>JSON.</returns>
    public static string Write(Job job, bool indented = false)
    {
        ArgumentNullException.ThrowIfNull(job);
        return Encoding.UTF8.GetString(CanonicalJson.Write(ApiSchema.Job, Tree(job), dropEmpty: true, indented).Span);
    }

    /// <summary>Writes a CronJob.</summary>
    /// <param name="cronJob">The CronJob.</param>
    /// <param name="indented">Whether to write for people.</param>
    /// <returns>JSON.</returns>
    public static string Write(CronJob cronJob, bool indented = false)
    {
        ArgumentNullException.ThrowIfNull(cronJob);
        return Encoding.UTF8.GetString(CanonicalJson.Write(ApiSchema.CronJob, Tree(cronJob), dropEmpty: true, indented).Span);
    }

    private static ManifestNode Tree(Job job) =>
        JsonManifestParser.Parse(JsonSerializer.SerializeToUtf8Bytes(job, SpecJson.Default.Job), int.MaxValue);

    private static ManifestNode Tree(CronJob cronJob) =>
        JsonManifestParser.Parse(JsonSerializer.SerializeToUtf8Bytes(cronJob, SpecJson.Default.CronJob), int.MaxValue);
}
