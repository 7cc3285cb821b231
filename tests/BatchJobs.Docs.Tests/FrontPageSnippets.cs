#region one-minute
using BatchJobs;
using BatchJobs.Primitives;
using BatchJobs.Processes;
using BatchJobs.Specs;
#endregion

namespace MyApp;

/// <summary>The first program of a user, outside the namespaces of the library.</summary>
public class FrontPageSnippets
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
}
