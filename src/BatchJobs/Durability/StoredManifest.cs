using System.Text.Json;
using BatchJobs.Specs;
using BatchJobs.Storage;

namespace BatchJobs.Durability;

/// <summary>An object without its status as JSON: complete, unlike a manifest for people, which leaves out what is empty.</summary>
internal static class StoredManifest
{
    public static byte[] Write(Job job) => JsonSerializer.SerializeToUtf8Bytes(job with { Status = null }, SpecJson.Default.Job);

    public static byte[] Write(CronJob cronJob) => JsonSerializer.SerializeToUtf8Bytes(cronJob with { Status = null }, SpecJson.Default.CronJob);

    public static Job ReadJob(StoredObject stored)
    {
        Job job = JsonSerializer.Deserialize(stored.Manifest.Span, SpecJson.Default.Job)!;
        return job with { Metadata = job.Metadata with { ResourceVersion = Version(stored) } };
    }

    public static CronJob ReadCronJob(StoredObject stored)
    {
        CronJob cronJob = JsonSerializer.Deserialize(stored.Manifest.Span, SpecJson.Default.CronJob)!;
        return cronJob with { Metadata = cronJob.Metadata with { ResourceVersion = Version(stored) } };
    }

    private static string Version(StoredObject stored) => stored.ResourceVersion.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
