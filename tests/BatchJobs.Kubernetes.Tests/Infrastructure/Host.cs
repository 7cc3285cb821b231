using BatchJobs.Client;
using BatchJobs.Execution;
using BatchJobs.Specs;

namespace BatchJobs.Kubernetes.Tests.Infrastructure;

/// <summary>An engine whose pods run on the cluster, in the namespace of the tests.</summary>
internal sealed class Host : IAsyncDisposable
{
    public Host(Cluster cluster, Func<KubernetesExecutorOptions, KubernetesExecutorOptions>? change = null)
    {
        cluster.Require();
        Executor = new KubernetesPodExecutor((change ?? (options => options))(Options(cluster)));
        Engine = new JobEngine(Executor);
    }

    public KubernetesPodExecutor Executor { get; }

    public JobEngine Engine { get; }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static KubernetesExecutorOptions Options(Cluster cluster) => new()
    {
        Connection = new KubernetesConnectionOptions { Configuration = Cluster.Configuration() },
        Namespace = cluster.Namespace,
        Identity = "t" + Guid.NewGuid().ToString("N")[..12],
        LeaseDuration = null,
    };

    /// <summary>The cluster's own controller, seen through the same interface.</summary>
    public static KubernetesJobClient NativeClient(Cluster cluster)
    {
        cluster.Require();
        return new KubernetesJobClient(new KubernetesJobClientOptions { Connection = new KubernetesConnectionOptions { Configuration = Cluster.Configuration() } });
    }

    /// <summary>Runs a Job to its end.</summary>
    public async Task<Job> RunAsync(Job job)
    {
        Job created = await Engine.CreateAsync(job, Cancelled);
        return await Engine.WaitAsync(created.Key(), Cancelled);
    }

    public Task<string[]> LogAsync(Job job, string pod) => PodOutput.ReadAsync(Engine, job.Key(), pod);

    /// <summary>Waits until a Job looks as wanted.</summary>
    public async Task<Job> WhenAsync(Job job, Func<Job, bool> wanted)
    {
        await foreach (JobChange change in Engine.WatchAsync(new JobWatchOptions { Key = job.Key() }, Cancelled))
        {
            if (wanted(change.Job))
            {
                return change.Job;
            }
        }

        throw new InvalidOperationException("The engine closed.");
    }

    /// <summary>Waits until a pod has written a line.</summary>
    /// <returns>The pod.</returns>
    public async Task<string> WhenLoggedAsync(Job job, string text, string? except = null)
    {
        await foreach (JobPod pod in Engine.WatchPodsAsync(job.Key(), Cancelled))
        {
            if (pod.Name == except || pod.Status.ContainerStatuses.All(container => container.Running is null))
            {
                continue;
            }

            await foreach (PodLogLine line in Engine.ReadLogAsync(job.Key(), pod.Name, new PodLogOptions { Follow = true }, Cancelled))
            {
                if (line.Text == text)
                {
                    return pod.Name;
                }
            }
        }

        throw new InvalidOperationException($"No pod wrote \"{text}\".");
    }

    public Task ForgetAsync(Job job) => Engine.DeleteAsync(job.Key(), cancellationToken: Cancelled);

    public ValueTask DisposeAsync() => Engine.DisposeAsync();
}
