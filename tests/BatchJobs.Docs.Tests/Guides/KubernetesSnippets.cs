using BatchJobs.Client;
using BatchJobs.InProcess;
using BatchJobs.Processes;
using BatchJobs.Specs;
using BatchJobs.Validation;
using BatchJobs.Yaml;

namespace BatchJobs.Docs.Tests.Guides;

/// <summary>The code of the page for those who come from Kubernetes.</summary>
public class KubernetesSnippets
{
    [Fact]
    public async Task A_manifest_runs_as_processes_and_tells_why()
    {
        string yaml = Pages.Blocks("src/BatchJobs/coming-from-kubernetes.md", "yaml").First();

        #region kubernetes-run
        await using var engine = new JobEngine(new ProcessPodExecutor());
        Job job = await engine.CreateAsync(YamlManifestReader.Read(yaml).ThrowIfFailed().Job!);
        Job finished = await engine.WaitAsync(job.Key());

        foreach (JobDecision decision in (await engine.ExplainAsync(job.Key())).Decisions)
        {
            Console.WriteLine($"{decision.Time:T} {decision.Message}");
        }
        #endregion

        Assert.Equal("0-2", finished.Status!.CompletedIndexes);
    }

    [Fact]
    public async Task The_same_manifest_runs_as_handlers()
    {
        string yaml = Pages.Blocks("src/BatchJobs/coming-from-kubernetes.md", "yaml").First();
        var done = new System.Collections.Concurrent.ConcurrentBag<int>();
        Task ImportAsync(int slice, CancellationToken cancellationToken)
        {
            done.Add(slice);
            return Task.CompletedTask;
        }

        #region kubernetes-handlers
        var handlers = new PodHandlers().Add("registry.example.com/import:7", pod => ImportAsync(pod.Index, pod.CancellationToken));
        await using var engine = new JobEngine(new InProcessPodExecutor(new InProcessExecutorOptions { Handlers = handlers }));
        Job job = await engine.CreateAsync(YamlManifestReader.Read(yaml).ThrowIfFailed().Job!);
        Job finished = await engine.WaitAsync(job.Key());
        #endregion

        Assert.True(finished.IsComplete());
        Assert.Equal([0, 1, 2], done.Order());
    }

    [Fact]
    public async Task What_an_API_server_refuses_is_refused()
    {
        await using var engine = new JobEngine(new InProcessPodExecutor());

        #region kubernetes-refused
        InvalidObjectException refused = await Assert.ThrowsAsync<InvalidObjectException>(() => engine.CreateAsync(new Job
        {
            Metadata = new ObjectMeta { Name = "import" },
            Spec = new JobSpec
            {
                BackoffLimitPerIndex = 1,
                Template = new PodTemplateSpec
                {
                    Spec = new PodSpec { RestartPolicy = RestartPolicy.Never, Containers = [new Container { Name = "main", Image = "import" }] },
                },
            },
        }));
        Assert.Contains("spec.backoffLimitPerIndex", refused.Message, StringComparison.Ordinal);
        #endregion
    }
}
