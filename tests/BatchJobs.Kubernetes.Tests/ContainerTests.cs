using BatchJobs.Client;
using BatchJobs.Execution;
using BatchJobs.Kubernetes.Tests.Infrastructure;
using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.Kubernetes.Tests;

/// <summary>What becomes visible of real containers.</summary>
public class ContainerTests(Cluster cluster)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failed_container_tells_its_exit_code_and_keeps_its_last_words()
    {
        await using Host host = new(cluster);

        Job job = await host.RunAsync(Workload.Shell("exit-42", "echo last words; exit 42", spec => spec with { BackoffLimit = 0 }));

        Assert.Equal("BackoffLimitExceeded", job.FindCondition("Failed")!.Reason);
        JobPod pod = Assert.Single(await host.Engine.ListPodsAsync(job.Key(), Cancelled));
        Assert.Equal(PodPhase.Failed, pod.Status.Phase);
        Assert.Equal(42, Assert.Single(pod.Status.ContainerStatuses).Terminated!.ExitCode);
        Assert.Equal(["last words"], await host.LogAsync(job, pod.Name));
    }

    [Fact]
    public async Task Each_pod_of_an_Indexed_Job_knows_its_index_and_its_host_name()
    {
        await using Host host = new(cluster);

        Job job = await host.RunAsync(Workload.Shell(
            "indexed",
            "echo $JOB_COMPLETION_INDEX on $(hostname)",
            spec => spec with { CompletionMode = CompletionMode.Indexed, Completions = 3, Parallelism = 3 }));

        Assert.Equal("0-2", job.Status!.CompletedIndexes);
        foreach (JobPod pod in await host.Engine.ListPodsAsync(job.Key(), Cancelled))
        {
            Assert.Equal([$"{pod.Index} on indexed-{pod.Index}"], await host.LogAsync(job, pod.Name));
        }
    }

    [Fact]
    public async Task A_container_that_fails_is_restarted_in_its_pod()
    {
        await using Host host = new(cluster);
        Job job = Workload.Shell("on-failure", "if [ -e /work/second ]; then exit 0; fi; touch /work/second; exit 7", restart: RestartPolicy.OnFailure);
        Job done = await host.RunAsync(Workload.WithScratch(job));

        Assert.True(done.IsComplete());
        JobPod pod = Assert.Single(await host.Engine.ListPodsAsync(job.Key(), Cancelled));
        ContainerStatus container = Assert.Single(pod.Status.ContainerStatuses);
        Assert.Equal(1, container.RestartCount);
        Assert.Equal(7, container.LastTermination!.ExitCode);
    }

    [Fact]
    public async Task A_suspended_Job_ends_its_pods_gracefully_and_goes_on_when_it_is_resumed()
    {
        await using Host host = new(cluster);
        Job created = await host.Engine.CreateAsync(
            Workload.Shell("suspended", "trap 'echo stopping; exit 0' TERM; echo up; while true; do sleep 0.1; done", spec => spec with { Completions = 1 }),
            Cancelled);
        string first = await host.WhenLoggedAsync(created, "up");

        await host.Engine.SuspendAsync(created.Key(), Cancelled);
        List<string> words = [];
        await foreach (PodLogLine line in host.Engine.ReadLogAsync(created.Key(), first, new PodLogOptions { Follow = true }, Cancelled))
        {
            words.Add(line.Text);
        }

        Assert.Equal(["up", "stopping"], words);
        Job suspended = await host.WhenAsync(created, job => job.Status is { Active: 0 or null, Terminating: 0 or null });
        Assert.Equal(0, suspended.Status!.Failed ?? 0);

        await host.Engine.ResumeAsync(created.Key(), Cancelled);
        string second = await host.WhenLoggedAsync(created, "up", except: first);
        Assert.NotEqual(first, second);
        await host.ForgetAsync(created);
        await cluster.WhenNoPodIsLeftAsync(created);
    }

    [Fact]
    public async Task A_pod_that_somebody_deletes_is_counted_and_replaced()
    {
        await using Host host = new(cluster);
        Job created = await host.Engine.CreateAsync(Workload.Shell("deleted", "echo up; sleep 600", spec => spec with { BackoffLimit = 0 }), Cancelled);
        string pod = await host.WhenLoggedAsync(created, "up");

        await cluster.DeletePodAsync(pod);
        Job job = await host.Engine.WaitAsync(created.Key(), Cancelled);

        Assert.Equal(1, job.Status!.Failed);
        Assert.True(job.IsFailed());
    }

    [Fact]
    public async Task Deleting_a_Job_leaves_no_pod_behind()
    {
        await using Host host = new(cluster);
        Job job = await host.RunAsync(Workload.Shell("swept", "true", spec => spec with { Completions = 2 }));
        Assert.Equal(2, await cluster.CountPodsAsync(job));

        await host.ForgetAsync(job);

        await cluster.WhenNoPodIsLeftAsync(job);
    }
}
