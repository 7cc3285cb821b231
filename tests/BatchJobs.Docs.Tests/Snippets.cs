using BatchJobs.Manifests;
using BatchJobs.Primitives;
using BatchJobs.Processes;
using BatchJobs.Specs;
using BatchJobs.Yaml;

namespace BatchJobs.Docs.Tests;

/// <summary>The C# of the pages, compiled and run; <see cref="PageTests"/> compares the texts.</summary>
public class Snippets
{
    [Fact]
    public async Task One_minute_of_code_runs_an_Indexed_Job()
    {
        #region one-minute
        await using JobEngine engine = new(new ProcessPodExecutor());

        Job job = await engine.CreateAsync(new Job
        {
            Metadata = new ObjectMeta { Name = "resize" },
            Spec = new JobSpec
            {
                CompletionMode = CompletionMode.Indexed,
                Completions = 4,
                Parallelism = 2,
                BackoffLimitPerIndex = 1,
                Template = new PodTemplateSpec
                {
                    Spec = new PodSpec
                    {
                        RestartPolicy = RestartPolicy.Never,
                        Containers = [new Container { Name = "worker", Image = "busybox", Command = ["sh", "-c", "echo slice $JOB_COMPLETION_INDEX"] }],
                    },
                },
            },
        });

        Job finished = await engine.WaitAsync(new JobKey("resize"));
        Console.WriteLine($"{finished.Status!.Succeeded} of {job.Spec.Completions}, indexes {finished.Status.CompletedIndexes}");
        #endregion

        Assert.Equal("0-3", finished.Status.CompletedIndexes);
        Assert.Equal(JobConditionTypes.Complete, finished.Status.Conditions![^1].Type);
    }

    [Fact]
    public async Task A_manifest_does_as_well()
    {
        await using JobEngine engine = new(new ProcessPodExecutor());
        Directory.SetCurrentDirectory(Pages.Root);

        #region manifest
        ManifestResult manifest = YamlManifestReader.Read(File.ReadAllText("samples/manifests/example-job.yaml"));
        Job created = await engine.CreateAsync(manifest.ThrowIfFailed().Job!);
        #endregion

        Assert.Equal(3, created.Spec.Completions);
        await engine.DeleteAsync(new JobKey("example-job"));
    }

    [Fact]
    public async Task The_engine_takes_any_executor()
    {
        ProcessPodExecutor executor = new();
        Job manifest = YamlManifestReader.Read("""
            apiVersion: batch/v1
            kind: Job
            metadata: {name: short}
            spec:
              template:
                spec:
                  restartPolicy: Never
                  containers: [{name: worker, image: busybox, command: ["true"]}]
            """).Job!;

        #region engine
        await using var engine = new JobEngine(executor);
        Job job = await engine.CreateAsync(manifest);
        Job finished = await engine.WaitAsync(job.Key());
        #endregion

        Assert.True(finished.IsComplete());
    }

    /// <summary>Compiled, not run: the folder it names is not there.</summary>
    private static async Task RunInAFolderAsync()
    {
        #region processes
        await using var executor = new ProcessPodExecutor(new ProcessExecutorOptions { WorkingDirectory = "/srv/batch" });
        await using var engine = new JobEngine(executor, new JobEngineOptions());

        await engine.CreateAsync(new Job
        {
            Metadata = new ObjectMeta { Name = "thumbnails" },
            Spec = new JobSpec
            {
                CompletionMode = CompletionMode.Indexed,
                Completions = 10,
                Parallelism = 2,
                Template = new PodTemplateSpec
                {
                    Spec = new PodSpec
                    {
                        RestartPolicy = RestartPolicy.OnFailure,
                        Containers = [new Container { Name = "main", Command = ["convert", "$(JOB_COMPLETION_INDEX).png", "-resize", "10%", "small.png"] }],
                    },
                },
            },
        });
        #endregion
    }
}
