using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Core.Tests.Validation;

public class JobDefaultingTests
{
    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("\"completions\": 5", 5, 1)]
    [InlineData("\"parallelism\": 3", null, 3)]
    [InlineData("\"parallelism\": 0", null, 0)]
    [InlineData("\"completions\": 5, \"parallelism\": 3", 5, 3)]
    public void Completions_and_parallelism_depend_on_each_other(string spec, int? completions, int parallelism)
    {
        JobSpec defaulted = Admit.Create(spec).Spec;

        Assert.Equal((completions, (int?)parallelism), (defaulted.Completions, defaulted.Parallelism));
    }

    [Theory]
    [InlineData("", 6)]
    [InlineData("\"completionMode\": \"Indexed\", \"completions\": 2, \"backoffLimitPerIndex\": 1", int.MaxValue)]
    [InlineData("\"backoffLimit\": 0", 0)]
    public void The_backoff_limit_is_as_good_as_absent_beside_a_limit_per_index(string spec, int expected)
    {
        Assert.Equal(expected, Admit.Create(spec).Spec.BackoffLimit);
    }

    [Fact]
    public void What_a_job_does_not_say_is_what_the_constants_say()
    {
        JobSpec silent = Admit.Create().Spec;
        JobSpec perIndex = Admit.Create("\"completionMode\": \"Indexed\", \"completions\": 2, \"backoffLimitPerIndex\": 1").Spec;

        Assert.Equal(
            (JobDefaults.Parallelism, JobDefaults.Completions, JobDefaults.BackoffLimit),
            (silent.Parallelism, silent.Completions, silent.BackoffLimit));
        Assert.Equal(JobDefaults.TerminationGracePeriodSeconds, silent.Template.Spec.TerminationGracePeriodSeconds);
        Assert.Equal(JobDefaults.BackoffLimitWithPerIndex, perIndex.BackoffLimit);
    }

    [Theory]
    [InlineData("", "TerminatingOrFailed")]
    [InlineData("\"podFailurePolicy\": {}", "Failed")]
    public void A_pod_failure_policy_makes_replacements_wait(string spec, string expected)
    {
        Assert.Equal(expected, Admit.Create(spec).Spec.PodReplacementPolicy?.Value);
    }

    [Theory]
    [InlineData("i", "Always")]
    [InlineData("i:latest", "Always")]
    [InlineData("i:1", "IfNotPresent")]
    [InlineData("registry:5000/i", "Always")]
    [InlineData("registry:5000/i:1", "IfNotPresent")]
    [InlineData("i@sha256:0123456789012345678901234567890123456789012345678901234567890123", "IfNotPresent")]
    [InlineData("Bad Name", "IfNotPresent")]
    [InlineData("UPPER/i", "Always")]
    public void Images_without_a_fixed_tag_are_pulled_always(string image, string policy)
    {
        var template = new PodTemplateSpec { Spec = new PodSpec { Containers = [new Container { Name = "c", Image = image }] } };

        Assert.Equal(policy, PodDefaults.Apply(template).Spec.Containers![0].ImagePullPolicy);
    }

    [Fact]
    public void Defaults_applied_twice_are_the_same()
    {
        Job once = JobDefaulting.Apply(Admit.Read("\"podFailurePolicy\": {\"rules\": [{\"action\": \"Ignore\", \"onPodConditions\": [{\"type\": \"T\"}]}]}"));

        Assert.True(SemanticEquality.AreEqual(once, JobDefaulting.Apply(once), SpecJson.Default.Job));
    }

    [Fact]
    public void A_Job_gets_the_labels_that_tie_its_pods_to_it()
    {
        Job job = Admit.Create();

        Assert.Equal(
            [("batch.kubernetes.io/controller-uid", Admit.Uid), ("batch.kubernetes.io/job-name", "j"), ("controller-uid", Admit.Uid), ("job-name", "j")],
            job.Spec.Template.Metadata!.Labels!.Select(label => (label.Key, label.Value)));
        Assert.Equal([new("batch.kubernetes.io/controller-uid", Admit.Uid)], job.Spec.Selector!.MatchLabels!);
    }

    [Theory]
    [InlineData("\"name\": \"j\"", 4)]
    [InlineData("\"name\": \"j\", \"labels\": {\"a\": \"b\"}", 1)]
    public void Only_a_Job_without_labels_takes_those_of_its_template(string metadata, int labels)
    {
        Job job = JobAdmission.Create(Admit.Read("", metadata), Admit.Context).ThrowIfRefused();

        Assert.Equal(labels, job.Metadata.Labels!.Count);
    }

    [Fact]
    public void Amounts_of_resources_are_rounded_up_to_thousandths()
    {
        Job job = JobAdmission.Create(
            Admit.Read("", pod: "\"overhead\": {\"cpu\": \"1n\"}, \"initContainers\": [{\"name\": \"i\", \"image\": \"i:1\", \"resources\": {\"limits\": {\"cpu\": \"1.0001\", \"memory\": \" 1.1Gi \"}, \"requests\": {\"cpu\": \"10u\"}}}]"),
            Admit.Context).Object;

        Assert.Equal("""{"limits":{"cpu":"1001m","memory":"1181116006400m"},"requests":{"cpu":"1m"}}""", job.Spec.Template.Spec.InitContainers![0].Resources!.Value.GetRawText());
        Assert.Equal("""{"cpu":"1m"}""", job.Spec.Template.Spec.Overhead!.Value.GetRawText());
    }

    [Fact]
    public void A_status_given_by_the_user_is_dropped()
    {
        Job job = Admit.Read("") with { Status = new() { Succeeded = 3 } };

        Assert.Null(JobAdmission.Create(job, Admit.Context).Object.Status);
    }

    [Theory]
    [InlineData("gen-", "gen-bcdfg")]
    [InlineData("a-prefix-that-is-much-longer-than-any-name-could-ever-be-and-gets-cut", "a-prefix-that-is-much-longer-than-any-name-could-ever-be-abcdfg")]
    public void A_name_is_made_from_its_prefix_cut_to_fit(string prefix, string expected)
    {
        Job job = JobAdmission.Create(Admit.Read("", $"\"generateName\": \"{prefix}\""), Admit.Context).ThrowIfRefused();

        Assert.Equal(expected, job.Metadata.Name);
    }
}
