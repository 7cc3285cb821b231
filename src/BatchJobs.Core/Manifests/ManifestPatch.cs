using System.Text.Json;
using System.Text.Json.Nodes;
using BatchJobs.Cron;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Manifests;

/// <summary>Changes objects by JSON merge patches (RFC 7386), as strictly as the API server.</summary>
public static class ManifestPatch
{
    /// <summary>Judges a change of a Job.</summary>
    /// <param name="current">The stored Job.</param>
    /// <param name="mergePatch">The members that change, as JSON.</param>
    /// <returns>The changed Job with all defaults, or what is wrong with it.</returns>
    public static AdmissionResult<Job> Apply(Job current, string mergePatch) =>
        Read(current, ManifestKind.Job, ManifestWriter.Write(current), mergePatch, result => JobAdmission.Update(current, result.Job!));

    /// <summary>Judges a change of the status of a Job.</summary>
    /// <param name="current">The stored Job.</param>
    /// <param name="mergePatch">The members that change, as JSON; those outside of <c>status</c> are ignored.</param>
    /// <returns>The Job with the changed status, or what is wrong with it.</returns>
    public static AdmissionResult<Job> ApplyToStatus(Job current, string mergePatch) =>
        Read(current, ManifestKind.Job, ManifestWriter.Write(current), mergePatch, result => JobAdmission.UpdateStatus(current, result.Job!));

    /// <summary>Judges a change of a CronJob.</summary>
    /// <param name="current">The stored CronJob.</param>
    /// <param name="mergePatch">The members that change, as JSON.</param>
    /// <returns>The changed CronJob with all defaults, or what is wrong with it.</returns>
    public static AdmissionResult<CronJob> Apply(CronJob current, string mergePatch) =>
        Read(current, ManifestKind.CronJob, ManifestWriter.Write(current), mergePatch, result => CronJobAdmission.Update(current, result.CronJob!));

    private static AdmissionResult<T> Read<T>(T current, ManifestKind kind, string json, string mergePatch, Func<ManifestResult, AdmissionResult<T>> judge)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(mergePatch);
        JsonNode? patch;
        try
        {
            patch = JsonNode.Parse(mergePatch);
        }
        catch (JsonException exception)
        {
            return Admission.Refused(current, (400, "BadRequest", $"error decoding patch: {exception.Message}"));
        }

        string patched = MergePatch.Apply(JsonNode.Parse(json), patch)?.ToJsonString() ?? "null";
        ManifestResult result = ManifestReader.ReadJson(patched, new ManifestReaderOptions { ExpectedKind = kind, MaxBytes = int.MaxValue });
        return result.Succeeded ? judge(result) : Undecodable(current, result.Problem!);
    }

    private static AdmissionResult<T> Undecodable<T>(T current, string problem)
        where T : class
    {
        var error = new FieldError("patch", "FieldValueInvalid", $"Invalid value: \"<patched object>\": {problem}");
        return new AdmissionResult<T> { Object = current, Errors = [error], Code = 422, Reason = "Invalid", Message = $" \"\" is invalid: {error}" };
    }
}
