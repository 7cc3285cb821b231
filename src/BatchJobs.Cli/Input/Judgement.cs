using BatchJobs.Cron;
using BatchJobs.Manifests;
using BatchJobs.Validation;

namespace BatchJobs.Cli.Input;

/// <summary>What an API server would say to a document.</summary>
/// <param name="Accepted">Whether it would take the object.</param>
/// <param name="Problems">Why not, each with its place.</param>
/// <param name="Warnings">What is allowed and may still surprise.</param>
/// <param name="Json">All of it as one line of JSON, with the object as it would be stored.</param>
internal sealed record Judgement(bool Accepted, IReadOnlyList<string> Problems, IReadOnlyList<string> Warnings, string Json)
{
    /// <summary>The answer to a new object.</summary>
    public static Judgement OfNew(string source, ManifestResult document) => document switch
    {
        { Job: { } job } => Of(source, document, JobAdmission.Create(job, Admission.NewObject()), ManifestVerdict.Write),
        { CronJob: { } cronJob } => Of(source, document, CronJobAdmission.Create(cronJob, Admission.NewObject()), ManifestVerdict.Write),
        _ => Unreadable(source, document),
    };

    /// <summary>The answer to an object that is to take the place of another of its kind and name.</summary>
    public static Judgement OfReplacement(string source, ManifestResult document, StoredObjects stored) => document switch
    {
        { Job: { } job } => Of(source, document, JobAdmission.Replace(stored.Job(document.Name), job), ManifestVerdict.Write),
        { CronJob: { } cronJob } => Of(source, document, CronJobAdmission.Replace(stored.CronJob(document.Name), cronJob), ManifestVerdict.Write),
        _ => Unreadable(source, document),
    };

    private static Judgement Unreadable(string source, ManifestResult document) =>
        new(false, [.. ManifestDocuments.Problems(source, document)], [], ManifestVerdict.Create(document, Admission.NewObject()));

    private static Judgement Of<T>(string source, ManifestResult document, AdmissionResult<T> admission, Func<string?, AdmissionResult<T>, string> json)
        where T : class => new(
            admission.Accepted,
            admission.Errors.Count > 0 ? [.. ManifestDocuments.Problems(source, document, admission.Errors)]
            : admission.Accepted ? []
            : [$"{source}: {admission.Message}"],
            [.. ManifestDocuments.Warnings(admission.Warnings, admission.Errors)],
            json(document.Name, admission));
}
