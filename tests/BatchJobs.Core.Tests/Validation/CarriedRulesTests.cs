using System.Text.Json;
using BatchJobs.Cron;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Core.Tests.Validation;

/// <summary>JSON that a program puts into a pod is held to what a manifest would be held to.</summary>
public class CarriedRulesTests
{
    private const string Container = "spec.template.spec.containers[0]";

    private static readonly Job Valid = Admit.Create();

    [Theory]
    [InlineData("""{"limits":{"cpu":"lots"}}""", $"{Container}.resources.limits.cpu: Invalid value: must be a quantity such as 500m, 2 or 1Gi, not the text \"lots\"", null)]
    [InlineData("""{"limit":{"cpu":"1"}}""", $"{Container}.resources.limit: Invalid value: unknown field \"{Container}.resources.limit\"", "did you mean limits?")]
    [InlineData("""[1]""", $"{Container}.resources: Invalid value: must be an object with fields, not a list", null)]
    [InlineData("""{"claims":[null]}""", $"{Container}.resources.claims[0]: Required value: must not be null", null)]
    [InlineData("""{"limits":{"cpu":"1"},"limits":{"cpu":"2"}}""", $"{Container}.resources.limits: Invalid value: duplicate field \"{Container}.resources.limits\"", null)]
    public void What_no_manifest_could_have_is_named_on_creation_and_on_change(string json, string message, string? suggestion)
    {
        Job job = WithContainer(container => container with { Resources = JsonElement.Parse(json) });

        foreach (AdmissionResult<Job> result in new[] { JobAdmission.Create(job, Admit.Context), JobAdmission.Update(Valid, job), JobAdmission.Replace(Valid, job) })
        {
            FieldError error = Assert.Single(result.Errors);
            Assert.Equal((message, suggestion), (error.ToString(), error.Suggestion));
        }
    }

    [Theory]
    [InlineData("""{"a":1}""")]
    [InlineData("""[1]""")]
    [InlineData("""[null]""")]
    [InlineData("""[[]]""")]
    [InlineData("""[{"name":1}]""")]
    [InlineData("\"x\"")]
    [InlineData("1")]
    [InlineData("[{\"name\":\"\\ud800\"}]")]
    [InlineData("[{\"\\ud800\":1}]")]
    [InlineData("{\"name\":\"\\ud800\"}")]
    [InlineData("{\"nodeAffinity\":\"\\ud800\"}")]
    public void Nothing_escapes_as_an_exception(string text)
    {
        JsonElement json = JsonElement.Parse(text);

        Assert.NotEmpty(Admit.Errors(WithContainer(container => container with { Ports = json })));
        Assert.NotEmpty(Admit.Errors(WithContainer(container => container with { LivenessProbe = json })));
        Assert.NotEmpty(Admit.Errors(WithContainer(container => container with { Lifecycle = json })));
        Assert.NotEmpty(Admit.Errors(WithContainer(container => container with { Env = [new() { Name = "A", ValueFrom = new() { SecretKeyRef = json } }] })));
        Assert.NotEmpty(Admit.Errors(WithPod(pod => pod with { Volumes = json })));
        Assert.NotEmpty(Admit.Errors(WithPod(pod => pod with { EphemeralContainers = json })));
        Assert.NotEmpty(Admit.Errors(WithPod(pod => pod with { Affinity = json })));
    }

    [Fact]
    public void What_cannot_be_read_is_told()
    {
        Job job = WithPod(pod => pod with { Volumes = default(JsonElement), Affinity = JsonElement.Parse("{\"\\ud800\":1}") });

        Assert.Equal(["volumes", "affinity"], Admit.Errors(job).Select(error => error.Split(':')[0].Split('.')[^1]));
    }

    [Fact]
    public void JSON_that_is_null_is_none()
    {
        JsonElement json = JsonElement.Parse("null");

        Assert.Empty(Admit.Errors(WithPod(pod => pod with { EphemeralContainers = json, Volumes = json, Affinity = json })));
        Assert.Empty(Admit.Errors(WithContainer(container => container with { Ports = json, Resources = json })));
    }

    [Fact]
    public void A_CronJob_is_held_to_it_too()
    {
        Job job = WithContainer(container => container with { Ports = JsonElement.Parse("[{\"port\":80}]") });
        var cronJob = new CronJob { Metadata = new() { Name = "cj" }, Spec = new() { Schedule = "@daily", JobTemplate = new() { Spec = job.Spec } } };

        Assert.Equal(
            "spec.jobTemplate.spec.template.spec.containers[0].ports[0].port",
            Assert.Single(CronJobAdmission.Create(cronJob, Admit.Context).Errors).Field);
    }

    private static Job WithContainer(Func<Container, Container> change) => WithPod(pod => pod with { Containers = [change(pod.Containers![0])] });

    private static Job WithPod(Func<PodSpec, PodSpec> change)
    {
        Job job = Admit.Read("");
        return job with { Spec = job.Spec with { Template = job.Spec.Template with { Spec = change(job.Spec.Template.Spec) } } };
    }
}
