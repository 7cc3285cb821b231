using System.Text;
using BatchJobs.Cron;
using BatchJobs.Schema;
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
        var options = new ManifestReaderOptions { ExpectedKind = kind, MaxBytes = int.MaxValue };
        ManifestNode patch;
        try
        {
            patch = JsonManifestParser.Parse(Encoding.UTF8.GetBytes(mergePatch), options.MaxDepth);
        }
        catch (ManifestSyntaxException exception)
        {
            return Admission.Refused(current, (400, "BadRequest", $"error decoding patch: {exception.Message}"));
        }

        if (patch.Kind is not (ManifestNodeKind.Object or ManifestNodeKind.Null))
        {
            return Admission.Refused(current, (400, "BadRequest", $"error decoding patch: json: cannot unmarshal {patch.Word} into Go value of type map[string]interface {{}}"));
        }

        ManifestNode patched = MergePatch.Apply(JsonManifestParser.Parse(Encoding.UTF8.GetBytes(json), int.MaxValue), patch);
        ManifestResult result = ManifestReader.ReadJson(CanonicalJson.Write(ApiSchema.Any, patched, dropEmpty: false).Span, options);
        return Problem(result, patch) is { } problem ? Undecodable(current, problem) : judge(result);
    }

    /// <summary>What is wrong with a patched object; what its patch has twice is wrong like an unknown field.</summary>
    private static string? Problem(ManifestResult result, ManifestNode patch)
    {
        const string Strict = "strict decoding error: ";
        bool isStrict = result.Problem?.StartsWith(Strict, StringComparison.Ordinal) == true;
        IEnumerable<string> repeated = result.Succeeded || isStrict ? MergePatch.Repetitions(patch).Select(field => $"duplicate field \"{field}\"") : [];
        return repeated.Any() ? Strict + string.Join(", ", isStrict ? repeated.Append(result.Problem![Strict.Length..]) : repeated) : result.Problem;
    }

    private static AdmissionResult<T> Undecodable<T>(T current, string problem)
        where T : class
    {
        var error = new FieldError("patch", "FieldValueInvalid", $"Invalid value: \"<patched object>\": {problem}");
        return new AdmissionResult<T> { Object = current, Errors = [error], Code = 422, Reason = "Invalid", Message = $" \"\" is invalid: {error}" };
    }
}
