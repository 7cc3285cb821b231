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

    [Fact]
    public void A_YAML_manifest_is_read()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("batchjobs-docs-");
        Directory.SetCurrentDirectory(folder.FullName);
        File.Copy(Path.Combine(Pages.Root, "samples/manifests/example-job.yaml"), "job.yaml");

        #region yaml
        ManifestResult manifest = YamlManifestReader.Read(File.ReadAllText("job.yaml"));
        Job job = manifest.ThrowIfFailed().Job!;
        #endregion

        Assert.Equal("example-job", job.Metadata.Name);
        Directory.SetCurrentDirectory(Pages.Root);
        folder.Delete(recursive: true);
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
