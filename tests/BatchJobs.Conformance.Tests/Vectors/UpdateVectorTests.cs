using System.Text.Json;
using BatchJobs.Cron;
using BatchJobs.Manifests;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Conformance.Tests.Vectors;

public class UpdateVectorTests
{
    private static readonly AdmissionContext Context = new() { Uid = Answer.Uid, Namespace = "va-vectors", SameNamespaceOnly = true };

    public static TheoryData<string> Names => new(Vector.Updates.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_change_gets_the_answer_of_the_API_server(string name)
    {
        Vector vector = Vector.Updates[name];

        Answer.AssertMatches(vector, vector.IsCronJob ? ChangeCronJob(vector) : ChangeJob(vector), "result");
    }

    private static string ChangeJob(Vector vector)
    {
        Job job = JobAdmission.Create(Read(vector.Member("old")!.Value, ManifestKind.Job).Job!, Context).ThrowIfRefused();
        job = job with { Metadata = job.Metadata with { ResourceVersion = "1000" } };
        foreach (JsonElement patch in vector.Member("setup")?.EnumerateArray() ?? default)
        {
            string text = patch.GetRawText();
            job = (patch.TryGetProperty("status", out _) ? ManifestPatch.ApplyToStatus(job, text) : ManifestPatch.Apply(job, text)).ThrowIfRefused();
        }

        if (vector.Member("new") is { } replacement)
        {
            return ShowingStatusOf(vector, ManifestVerdict.Replace(job, Read(replacement, ManifestKind.Job)));
        }

        string mergePatch = vector.Member("patch")!.Value.GetRawText();
        AdmissionResult<Job> result = vector.IsStatusWrite ? ManifestPatch.ApplyToStatus(job, mergePatch) : ManifestPatch.Apply(job, mergePatch);
        return ShowingStatusOf(vector, ManifestVerdict.Write(job.Metadata.Name, result));
    }

    private static string ChangeCronJob(Vector vector)
    {
        CronJob cronJob = CronJobAdmission.Create(Read(vector.Member("old")!.Value, ManifestKind.CronJob).CronJob!, Context).ThrowIfRefused();
        cronJob = cronJob with { Metadata = cronJob.Metadata with { ResourceVersion = "1000" } };
        string line = vector.Member("new") is { } replacement
            ? ManifestVerdict.Replace(cronJob, Read(replacement, ManifestKind.CronJob))
            : ManifestVerdict.Write(cronJob.Metadata.Name, ManifestPatch.Apply(cronJob, vector.Member("patch")!.Value.GetRawText()));
        return ShowingStatusOf(vector, line);
    }

    private static ManifestResult Read(JsonElement json, ManifestKind kind) =>
        ManifestReader.ReadJson(json.GetRawText().Replace("<uid>", Answer.Uid, StringComparison.Ordinal), new ManifestReaderOptions { ExpectedKind = kind });

    /// <summary>A status that a controller may have touched was not recorded.</summary>
    private static string ShowingStatusOf(Vector vector, string line) =>
        vector.Accepted && vector.Object("result")!["status"] is null ? line.Replace(",\"status\":{}}", "}", StringComparison.Ordinal) : line;
}
