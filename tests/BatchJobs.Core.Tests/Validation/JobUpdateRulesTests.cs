using BatchJobs.Manifests;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Core.Tests.Validation;

public class JobUpdateRulesTests
{
    [Theory]
    [InlineData("{\"spec\": {\"parallelism\": 5}}")]
    [InlineData("{\"spec\": {\"suspend\": true}}")]
    [InlineData("{\"spec\": {\"backoffLimit\": 9}}")]
    [InlineData("{\"spec\": {\"ttlSecondsAfterFinished\": 9}}")]
    [InlineData("{\"spec\": {\"activeDeadlineSeconds\": 9}}")]
    [InlineData("{\"metadata\": {\"labels\": {\"a\": \"b\"}}}")]
    public void What_is_not_forbidden_may_change(string patch)
    {
        Assert.Empty(Errors("", patch));
    }

    [Theory]
    [InlineData("", "{\"spec\": {\"completions\": 2}}", "spec.completions: Invalid value: 2: field is immutable")]
    [InlineData("", "{\"spec\": {\"managedBy\": \"kubernetes.io/job-controller\"}}", "spec.managedBy: Invalid value: \"kubernetes.io/job-controller\": field is immutable")]
    [InlineData("\"backoffLimitPerIndex\": 1, \"completionMode\": \"Indexed\", \"completions\": 2", "{\"spec\": {\"backoffLimitPerIndex\": 2}}", "spec.backoffLimitPerIndex: Invalid value: 2: field is immutable")]
    [InlineData("\"completionMode\": \"Indexed\", \"completions\": 2, \"parallelism\": 2", "{\"spec\": {\"completions\": 3}}", "spec.completions: Invalid value: 3: can only be modified in tandem with spec.parallelism")]
    public void What_pods_were_made_from_may_not_change(string spec, string patch, string error)
    {
        Assert.Equal([error], Errors(spec, patch));
    }

    [Fact]
    public void An_Indexed_Job_may_grow_together_with_its_parallelism()
    {
        Assert.Empty(Errors("\"completionMode\": \"Indexed\", \"completions\": 2", "{\"spec\": {\"completions\": 9, \"parallelism\": 9}}"));
    }

    [Fact]
    public void An_invalid_value_is_reported_as_if_created_and_as_changed()
    {
        const string Error = "spec.parallelism: Invalid value: -1: must be greater than or equal to 0";

        AdmissionResult<Job> result = ManifestPatch.Apply(Admit.Create(), "{\"spec\": {\"parallelism\": -1}}");

        Assert.Equal([Error, Error], result.Errors.Select(error => error.ToString()));
        Assert.Equal($"Job.batch \"j\" is invalid: {Error}", result.Message);
    }

    [Theory]
    // running
    [InlineData(false, false, 0, "{\"nodeSelector\": {\"a\": \"b\"}}", "spec.template")]
    // suspended from the start
    [InlineData(true, false, 0, "{\"nodeSelector\": {\"a\": \"b\"}}", null)]
    [InlineData(true, false, 0, "{\"affinity\": {\"nodeAffinity\": {}}}", null)]
    [InlineData(true, false, 0, "{\"affinity\": {\"podAffinity\": {}}}", "spec.template.spec")]
    [InlineData(true, false, 0, "{\"tolerations\": [{\"operator\": \"Exists\"}], \"schedulingGates\": [{\"name\": \"g\"}]}", null)]
    [InlineData(true, false, 0, "{\"containers\": [{\"name\": \"main\", \"image\": \"i:1\", \"resources\": {\"requests\": {\"cpu\": \"1\"}}}]}", null)]
    [InlineData(true, false, 0, "{\"containers\": [{\"name\": \"main\", \"image\": \"i:2\"}]}", "spec.template.spec")]
    [InlineData(true, false, 0, "{\"terminationGracePeriodSeconds\": 5}", "spec.template.spec")]
    // suspended after a start
    [InlineData(true, true, 0, "{\"nodeSelector\": {\"a\": \"b\"}}", null)]
    [InlineData(true, true, 1, "{\"nodeSelector\": {\"a\": \"b\"}}", "spec.template")]
    public void A_suspended_Job_without_pods_may_be_placed_elsewhere(bool suspend, bool wasSuspended, int active, string podSpec, string? field)
    {
        Job job = Admit.Create($"\"suspend\": {(suspend ? "true" : "false")}");
        job = job with
        {
            Status = new JobStatus
            {
                StartTime = wasSuspended ? DateTimeOffset.UnixEpoch : null,
                Active = active,
                Conditions = wasSuspended ? [new JobCondition { Type = JobConditionTypes.Suspended, Status = ConditionStatus.True }] : null,
            },
        };

        AdmissionResult<Job> result = ManifestPatch.Apply(job, $"{{\"spec\": {{\"suspend\": false, \"template\": {{\"spec\": {podSpec}}}}}}}");

        Assert.Equal(field, result.Errors.SingleOrDefault()?.Field);
    }

    [Theory]
    [InlineData("{\"metadata\": {\"name\": \"other\"}}", 400, "the name of the object (other) does not match the name on the URL (j)")]
    [InlineData("{\"metadata\": {\"name\": null}}", 400, "the name of the object (j based on URL) was undeterminable: name must be provided")]
    [InlineData("{\"metadata\": {\"namespace\": \"other\"}}", 400, "the namespace of the provided object does not match the namespace sent on the request")]
    [InlineData("{\"metadata\": {\"resourceVersion\": \"1\"}}", 409, "Operation cannot be fulfilled on jobs.batch \"j\": the object has been modified; please apply your changes to the latest version and try again")]
    [InlineData("{\"spec\": {\"bogus\": 1}}", 422, " \"\" is invalid: patch: Invalid value: \"<patched object>\": strict decoding error: unknown field \"spec.bogus\"")]
    public void A_change_of_another_object_is_refused(string patch, int code, string message)
    {
        Job job = Admit.Create();
        job = job with { Metadata = job.Metadata with { ResourceVersion = "7" } };

        AdmissionResult<Job> result = ManifestPatch.Apply(job, patch);

        Assert.Equal((code, message), (result.Code, result.Message));
    }

    [Fact]
    public void A_replacement_of_another_incarnation_is_a_conflict()
    {
        Job job = Admit.Create();

        AdmissionResult<Job> result = JobAdmission.Replace(job, job with { Metadata = job.Metadata with { Uid = "other" } });

        Assert.Equal((409, "Conflict"), (result.Code, result.Reason));
    }

    [Theory]
    [InlineData("{}", 1)]
    [InlineData("{\"metadata\": {\"labels\": {\"a\": \"b\"}}}", 1)]
    [InlineData("{\"spec\": {\"parallelism\": 2}}", 2)]
    public void Only_a_changed_spec_is_a_new_generation(string patch, long generation)
    {
        Assert.Equal(generation, ManifestPatch.Apply(Admit.Create(), patch).ThrowIfRefused().Metadata.Generation);
    }

    [Fact]
    public void A_change_keeps_the_status()
    {
        Job job = Admit.Create() with { Status = new JobStatus { Succeeded = 3 } };

        Assert.Equal(3, ManifestPatch.Apply(job, "{\"status\": {\"succeeded\": 9}}").ThrowIfRefused().Status!.Succeeded);
    }

    private static string[] Errors(string spec, string patch) =>
        [.. ManifestPatch.Apply(Admit.Create(spec), patch).Errors.Select(error => error.ToString())];
}
