using System.Globalization;
using BatchJobs.Cron;
using BatchJobs.Manifests;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Cli.Input;

/// <summary>The Jobs and CronJobs to run, all of them valid.</summary>
/// <param name="Jobs">The Jobs in the order of the manifest.</param>
/// <param name="CronJobs">The CronJobs, likewise.</param>
/// <param name="Warnings">What is allowed and may still surprise.</param>
internal sealed record RunPlan(IReadOnlyList<Job> Jobs, IReadOnlyList<CronJob> CronJobs, IReadOnlyList<string> Warnings)
{
    private const string ManagedByThisEngine = "kubernetes.io/job-controller";

    /// <param name="manifest">The manifest.</param>
    /// <param name="asProcesses">Whether pods are processes of this machine, which has no images.</param>
    /// <exception cref="BadInputException">At least one document is not a Job that can be run here.</exception>
    public static RunPlan Read(ManifestText manifest, bool asProcesses)
    {
        List<string> problems = [];
        List<string> warnings = [];
        Dictionary<JobKey, Job> jobs = [];
        List<CronJob> cronJobs = [];
        foreach (ManifestResult document in ManifestDocuments.Read(manifest))
        {
            if (document.CronJob is { } cronJob)
            {
                AdmissionResult<CronJob> verdict = CronJobAdmission.Create(cronJob, Admission.NewObject());
                IEnumerable<FieldError> mistakes = verdict.Accepted && asProcesses ? NoProgram("spec.jobTemplate.spec.", verdict.Object.Spec.JobTemplate.Spec) : verdict.Errors;
                problems.AddRange(ManifestDocuments.Problems(manifest.Source, document, mistakes));
                warnings.AddRange(ManifestDocuments.Warnings(verdict.Warnings, verdict.Errors).Select(warning => $"{manifest.Source}: {warning}"));
                cronJobs.Add(cronJob);
                continue;
            }

            if (document.Job is not { } job)
            {
                problems.AddRange(ManifestDocuments.Problems(manifest.Source, document));
                continue;
            }

            AdmissionResult<Job> admission = JobAdmission.Create(job, Admission.NewObject());
            IEnumerable<FieldError> errors =
                !admission.Accepted ? admission.Errors
                : asProcesses ? WouldNeverEnd(admission.Object).Concat(NoProgram("spec.", admission.Object.Spec))
                : WouldNeverEnd(admission.Object);
            problems.AddRange(ManifestDocuments.Problems(manifest.Source, document, errors));
            warnings.AddRange(ManifestDocuments.Warnings(admission.Warnings, admission.Errors).Select(warning => $"{manifest.Source}: {warning}"));
            if (admission.Accepted && !jobs.TryAdd(admission.Object.Key(), job))
            {
                problems.Add($"{manifest.Source}: jobs.batch \"{job.Metadata.Name}\" already exists; give each Job a name of its own");
            }
        }

        return problems.Count == 0
            ? new RunPlan([.. jobs.Values], cronJobs, warnings)
            : throw new BadInputException([.. problems, $"nothing was started; correct {manifest.Source} and run it again"]);
    }

    /// <summary>What an API server accepts because somebody may still change the Job, which nobody can here.</summary>
    private static IEnumerable<FieldError> WouldNeverEnd(Job job)
    {
        if (job.Spec.Suspend == true)
        {
            yield return Forbidden("spec.suspend", "nobody could resume the Job here; remove the field");
        }

        if (job.Spec is { Parallelism: 0, Completions: not 0 })
        {
            yield return Forbidden("spec.parallelism", "nobody could raise it here and no pod would ever start; give 1 or more");
        }

        if (job.Spec.ManagedBy is { } manager && !string.Equals(manager, ManagedByThisEngine, StringComparison.Ordinal))
        {
            yield return Forbidden("spec.managedBy", $"{manager} is not here to run the Job; remove the field");
        }
    }

    /// <summary>What an API server accepts because images name programs, which they don't here.</summary>
    private static IEnumerable<FieldError> NoProgram(string prefix, JobSpec spec) =>
        NoProgram($"{prefix}template.spec.initContainers", spec.Template.Spec.InitContainers).Concat(NoProgram($"{prefix}template.spec.containers", spec.Template.Spec.Containers));

    private static IEnumerable<FieldError> NoProgram(string field, IReadOnlyList<Container>? containers) =>
        (containers ?? []).Index().Where(entry => entry.Item.Command is null or []).Select(entry => new FieldError(
            string.Create(CultureInfo.InvariantCulture, $"{field}[{entry.Index}].command"),
            "FieldValueRequired",
            $"Required value: image \"{entry.Item.Image}\" names no program of this machine; give the command, or run on a cluster with --executor kubernetes"));

    private static FieldError Forbidden(string field, string why) => new(field, "FieldValueForbidden", $"Forbidden: {why}");
}
