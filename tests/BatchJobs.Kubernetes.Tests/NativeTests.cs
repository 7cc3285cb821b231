using BatchJobs.Client;
using BatchJobs.Kubernetes.Tests.Infrastructure;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Kubernetes.Tests;

/// <summary>Jobs and CronJobs as objects of the real cluster.</summary>
public class NativeTests(Cluster cluster)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_Job_is_created_changed_watched_and_deleted()
    {
        using KubernetesJobClient client = Host.NativeClient(cluster);
        Job created = await client.CreateAsync(cluster.Own(Workload.Shell("native", "sleep 600")), Cancelled);
        await Assert.ThrowsAsync<JobAlreadyExistsException>(() => client.CreateAsync(cluster.Own(Workload.Shell("native", "true")), Cancelled));

        Job scaled = await client.ScaleAsync(created.Key(), 0, Cancelled);
        Job red = scaled with { Metadata = scaled.Metadata with { ResourceVersion = null, Labels = new Dictionary<string, string> { ["team"] = "red" } } };
        Job replaced = await client.UpdateAsync(red, Cancelled);
        await Assert.ThrowsAsync<JobConflictException>(() => client.UpdateAsync(created, Cancelled));
        JobList listed = await client.ListAsync(new JobListOptions { Namespace = cluster.Namespace, LabelSelector = new LabelSelector { MatchLabels = new Dictionary<string, string> { ["team"] = "red" } } }, Cancelled);
        Assert.Equal(0, replaced.Spec.Parallelism);
        Assert.Equal("native", Assert.Single(listed.Items).Metadata.Name);

        Task<List<JobChangeType>> seen = ChangesAsync(client, created.Key(), listed.ResourceVersion);
        await client.DeleteAsync(created.Key(), cancellationToken: Cancelled);
        Assert.Equal(JobChangeType.Deleted, (await seen)[^1]);
        await Assert.ThrowsAsync<JobNotFoundException>(() => client.GetAsync(created.Key(), Cancelled));
    }

    [Fact]
    public async Task What_the_cluster_would_ignore_is_told_before_anything_is_created()
    {
        using KubernetesJobClient client = Host.NativeClient(cluster);
        Job job = cluster.Own(Workload.Shell("too-new", "true", spec => spec with { PodFailurePolicy = new PodFailurePolicy { Rules = [] }, Suspend = true, SuccessPolicy = new SuccessPolicy { Rules = [new SuccessPolicyRule { SucceededCount = 1 }] } }));

        try
        {
            await client.CreateAsync(job, Cancelled);
            await client.DeleteAsync(job.Key(), cancellationToken: Cancelled); // a cluster new enough
        }
        catch (UnsupportedFieldsException error)
        {
            Assert.Contains("spec.suspend", error.Fields);
            Assert.Contains("spec.suspend (since 1.22)", error.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<JobNotFoundException>(() => client.GetAsync(job.Key(), Cancelled));
        }
        catch (InvalidObjectException error)
        {
            Assert.NotEmpty(error.Errors); // a cluster that knows the fields, and that they do not fit together
        }
    }

    [Fact]
    public async Task An_invalid_Job_is_refused_with_every_cause()
    {
        using KubernetesJobClient client = Host.NativeClient(cluster);
        Job job = cluster.Own(Workload.Shell("invalid", "true", spec => spec with { BackoffLimit = -1 }));

        InvalidObjectException error = await Assert.ThrowsAsync<InvalidObjectException>(() => client.CreateAsync(job, Cancelled));

        Assert.Equal("spec.backoffLimit", Assert.Single(error.Errors).Field);
    }

    [Fact]
    public async Task A_CronJob_is_created_triggered_changed_and_deleted()
    {
        using KubernetesJobClient client = Host.NativeClient(cluster);
        JobKey key = new(cluster.Namespace, "nightly");
        CronJob created = await client.CreateCronJobAsync(
            new CronJob
            {
                Metadata = new ObjectMeta { Name = "nightly", Namespace = cluster.Namespace },
                Spec = new CronJobSpec { Schedule = "0 3 * * *", JobTemplate = new JobTemplateSpec { Spec = Workload.Shell("any", "echo by hand").Spec } },
            },
            Cancelled);
        Assert.Equal("batch/v1", created.ApiVersion);

        Job run = await client.TriggerCronJobAsync(key, "by-hand", Cancelled);
        Assert.True((await client.WaitAsync(run.Key(), Cancelled)).IsComplete());
        Assert.True((await client.PatchCronJobAsync(key, """{"spec":{"suspend":true}}""", Cancelled)).Spec.Suspend);
        Assert.Single(await client.ListCronJobsAsync(cluster.Namespace, Cancelled));
        await client.DeleteCronJobAsync(key, cancellationToken: Cancelled);
        await Assert.ThrowsAsync<JobNotFoundException>(() => client.GetCronJobAsync(key, Cancelled));
    }

    private static async Task<List<JobChangeType>> ChangesAsync(KubernetesJobClient client, JobKey key, string version)
    {
        List<JobChangeType> changes = [];
        await foreach (JobChange change in client.WatchAsync(new JobWatchOptions { Key = key, ResourceVersion = version }, Cancelled))
        {
            changes.Add(change.Type);
            if (change.Type == JobChangeType.Deleted)
            {
                break;
            }
        }

        return changes;
    }
}
