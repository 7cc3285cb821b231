using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Processes;
using BatchJobs.Specs;

namespace BatchJobs.TestPrograms;

/// <summary>Is an application with an executor, so that a test can kill it.</summary>
internal static class Engine
{
    internal static async Task<int> RunAsync(string[] command)
    {
        await using var executor = new ProcessPodExecutor();
        await executor.ConnectAsync(new NoObserver());
        var id = new PodId(Guid.NewGuid(), 0);
        await executor.StartAsync(new PodStartRequest
        {
            Id = id,
            Name = "pod",
            Uid = Guid.NewGuid(),
            Job = new JobKey("job"),
            CreationTimestamp = DateTimeOffset.UtcNow,
            Labels = new Dictionary<string, string>(),
            Annotations = new Dictionary<string, string>(),
            Spec = new PodSpec { RestartPolicy = RestartPolicy.Never, Containers = [new Container { Name = "main", Command = command }] },
        });
        await foreach (var line in executor.ReadLogAsync(id, new PodLogOptions { Follow = true })) Console.WriteLine(line.Text);
        return 0;
    }

    private sealed class NoObserver : IPodObserver
    {
        public void OnReport(in PodReport report)
        {
        }

        public void OnVanished(PodId pod)
        {
        }
    }
}
