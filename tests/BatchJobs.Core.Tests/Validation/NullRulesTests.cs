using BatchJobs.Cron;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Core.Tests.Validation;

/// <summary>What a program can leave null although the types say otherwise: each is named, on creation and on change.</summary>
public class NullRulesTests
{
    private const string Spec = "spec.template.spec";

    private static readonly Job Valid = Admit.Create();

    private static readonly Dictionary<string, Func<Job, Job>> Nulls = new()
    {
        ["metadata"] = job => job with { Metadata = null! },
        ["metadata.labels[a]"] = job => job with { Metadata = job.Metadata with { Labels = Map } },
        ["metadata.annotations[a]"] = job => job with { Metadata = job.Metadata with { Annotations = Map } },
        ["metadata.finalizers[1]"] = job => job with { Metadata = job.Metadata with { Finalizers = ["a/b", null!] } },
        ["metadata.ownerReferences[0]"] = job => job with { Metadata = job.Metadata with { OwnerReferences = [null!] } },
        ["spec"] = job => job with { Spec = null! },
        ["spec.template"] = job => job with { Spec = job.Spec with { Template = null! } },
        [Spec] = job => job with { Spec = job.Spec with { Template = job.Spec.Template with { Spec = null! } } },
        ["spec.template.metadata.labels[a]"] = job => WithTemplate(job, new ObjectMeta { Labels = Map }),
        ["spec.template.metadata.annotations[a]"] = job => WithTemplate(job, new ObjectMeta { Annotations = Map }),
        ["spec.template.metadata.finalizers[0]"] = job => WithTemplate(job, new ObjectMeta { Finalizers = [null!] }),
        ["spec.selector.matchLabels[a]"] = job => job with { Spec = job.Spec with { Selector = new LabelSelector { MatchLabels = Map } } },
        ["spec.selector.matchExpressions[0]"] = job => job with { Spec = job.Spec with { Selector = new LabelSelector { MatchExpressions = [null!] } } },
        ["spec.selector.matchExpressions[0].values[0]"] = job => job with { Spec = job.Spec with { Selector = new LabelSelector { MatchExpressions = [new() { Key = "a", Operator = "In", Values = [null!] }] } } },
        ["spec.podFailurePolicy.rules[0]"] = job => job with { Spec = job.Spec with { PodFailurePolicy = new PodFailurePolicy { Rules = [null!] } } },
        ["spec.podFailurePolicy.rules[0].onPodConditions[0]"] = job => job with { Spec = job.Spec with { PodFailurePolicy = new PodFailurePolicy { Rules = [new() { OnPodConditions = [null!] }] } } },
        ["spec.successPolicy.rules[0]"] = job => job with { Spec = job.Spec with { SuccessPolicy = new SuccessPolicy { Rules = [null!] } } },
        [$"{Spec}.nodeSelector[a]"] = job => WithPod(job, pod => pod with { NodeSelector = Map }),
        [$"{Spec}.containers[1]"] = job => WithPod(job, pod => pod with { Containers = [pod.Containers![0], null!] }),
        [$"{Spec}.initContainers[0]"] = job => WithPod(job, pod => pod with { InitContainers = [null!] }),
        [$"{Spec}.containers[0].command[0]"] = job => WithContainer(job, container => container with { Command = [null!] }),
        [$"{Spec}.containers[0].args[1]"] = job => WithContainer(job, container => container with { Args = ["a", null!] }),
        [$"{Spec}.containers[0].env[0]"] = job => WithContainer(job, container => container with { Env = [null!] }),
        [$"{Spec}.containers[0].restartPolicyRules[0]"] = job => WithContainer(job, container => container with { RestartPolicyRules = [null!] }),
        ["status.conditions[0]"] = job => job with { Status = new JobStatus { Conditions = [null!] } },
        ["status.uncountedTerminatedPods.failed[0]"] = job => job with { Status = new JobStatus { UncountedTerminatedPods = new() { Failed = [null!] } } },
    };

    private static readonly Dictionary<string, Func<CronJob, CronJob>> CronNulls = new()
    {
        ["metadata.labels[a]"] = cronJob => cronJob with { Metadata = cronJob.Metadata with { Labels = Map } },
        ["spec"] = cronJob => cronJob with { Spec = null! },
        ["spec.jobTemplate"] = cronJob => cronJob with { Spec = cronJob.Spec with { JobTemplate = null! } },
        ["spec.jobTemplate.spec"] = cronJob => cronJob with { Spec = cronJob.Spec with { JobTemplate = new() { Spec = null! } } },
        ["spec.jobTemplate.metadata.labels[a]"] = cronJob => WithJob(cronJob, Valid.Spec, new ObjectMeta { Labels = Map }),
        ["spec.jobTemplate.spec.template.spec.containers[1]"] = cronJob => WithJob(cronJob, WithPod(Valid, pod => pod with { Containers = [pod.Containers![0], null!] }).Spec),
    };

    public static TheoryData<string> Fields => [.. Nulls.Keys];

    public static TheoryData<string> CronFields => [.. CronNulls.Keys];

    private static Dictionary<string, string> Map => new() { ["a"] = null!, ["b"] = "" };

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_null_in_a_Job_is_named(string field)
    {
        Job job = Nulls[field](Valid);
        IsRefused(field, JobAdmission.Create(job, Admit.Context));
        IsRefused(field, JobAdmission.Update(Valid, job));
        IsRefused(field, JobAdmission.Replace(Valid, job));
        IsRefused(field, JobAdmission.UpdateStatus(Valid, job));
    }

    [Theory]
    [MemberData(nameof(CronFields))]
    public void A_null_in_a_CronJob_is_named(string field)
    {
        CronJob valid = CronJobAdmission.Create(WithJob(new CronJob { Metadata = new() { Name = "cj" }, Spec = new() { Schedule = "@daily" } }, Admit.Read("").Spec), Admit.Context).ThrowIfRefused();
        CronJob cronJob = CronNulls[field](valid);
        IsRefused(field, CronJobAdmission.Create(cronJob, Admit.Context));
        IsRefused(field, CronJobAdmission.Update(valid, cronJob));
        IsRefused(field, CronJobAdmission.Replace(valid, cronJob));
    }

    [Fact]
    public void All_nulls_are_named_at_once() => Assert.Equal(
        ["metadata.finalizers[0]: Required value: must not be null", "metadata.finalizers[2]: Required value: must not be null"],
        Admit.Errors(Valid with { Metadata = Valid.Metadata with { Finalizers = [null!, "a/b", null!] } }));

    private static void IsRefused<T>(string field, AdmissionResult<T> result)
        where T : class
    {
        Assert.Equal($"{field}: Required value: must not be null", Assert.Single(result.Errors).ToString());
        Assert.Contains(field, Assert.Throws<InvalidObjectException>(result.ThrowIfRefused).Message, StringComparison.Ordinal);
    }

    private static Job WithTemplate(Job job, ObjectMeta metadata) => job with { Spec = job.Spec with { Template = job.Spec.Template with { Metadata = metadata } } };

    private static Job WithPod(Job job, Func<PodSpec, PodSpec> change) =>
        job with { Spec = job.Spec with { Template = job.Spec.Template with { Spec = change(job.Spec.Template.Spec) } } };

    private static Job WithContainer(Job job, Func<Container, Container> change) => WithPod(job, pod => pod with { Containers = [change(pod.Containers![0])] });

    private static CronJob WithJob(CronJob cronJob, JobSpec spec, ObjectMeta? metadata = null) =>
        cronJob with { Spec = cronJob.Spec with { JobTemplate = new() { Metadata = metadata, Spec = spec } } };
}
