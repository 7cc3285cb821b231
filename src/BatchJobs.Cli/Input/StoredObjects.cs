using BatchJobs.Cron;
using BatchJobs.Manifests;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Cli.Input;

/// <summary>Objects as they would be stored: those a server gave out, or what it would have made of manifests.</summary>
internal sealed class StoredObjects
{
    private readonly string source;
    private readonly Dictionary<string, Job> jobs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CronJob> cronJobs = new(StringComparer.Ordinal);

    /// <exception cref="BadInputException">A document is not a valid object.</exception>
    public StoredObjects(ManifestText manifest)
    {
        source = manifest.Source;
        foreach (ManifestResult document in ManifestDocuments.Read(manifest))
        {
            Add(document);
        }
    }

    public Job Job(string? name) => jobs.GetValueOrDefault(name ?? "") ?? throw Missing("Job", name);

    public CronJob CronJob(string? name) => cronJobs.GetValueOrDefault(name ?? "") ?? throw Missing("CronJob", name);

    private void Add(ManifestResult document)
    {
        if (document.Job is { } job)
        {
            AdmissionResult<Job> admission = JobAdmission.Create(job, Admission.Stored(job.Metadata, job.Spec.Selector));
            jobs[document.Name ?? ""] = Accepted(document, admission) with { Status = job.Status };
        }
        else if (document.CronJob is { } cronJob)
        {
            AdmissionResult<CronJob> admission = CronJobAdmission.Create(cronJob, Admission.Stored(cronJob.Metadata));
            cronJobs[document.Name ?? ""] = Accepted(document, admission) with { Status = cronJob.Status };
        }
        else
        {
            throw new BadInputException([.. ManifestDocuments.Problems(source, document)]);
        }
    }

    private T Accepted<T>(ManifestResult document, AdmissionResult<T> admission)
        where T : class =>
        admission.Accepted ? admission.Object : throw new BadInputException([.. ManifestDocuments.Problems(source, document, admission.Errors)]);

    private BadInputException Missing(string kind, string? name) =>
        new($"{source}: has no {kind} \"{name}\" that could be replaced; give the file with the present object");
}
