using System.Text.Json;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Processes;
using BatchJobs.Specs;

namespace BatchJobs.TestPrograms;

/// <summary>Is an application with an executor, so that a test can kill it.</summary>
internal static class Engine
{
    /// <summary>The Job all pods belong to.</summary>
    internal static Guid JobUid { get; } = new("11111111-2222-3333-4444-555555555555");

    internal static Task<int> RunAsync(string[] command) => command switch
    {
        ["--state", var folder, "--adopt", .. var rest] =>
            RunAsync(new ProcessExecutorOptions { StateDirectory = folder, Survivors = SurvivorPolicy.Adopt }, rest),
        ["--state", var folder, "--adopt-uncaptured", .. var rest] =>
            RunAsync(new ProcessExecutorOptions { StateDirectory = folder, Survivors = SurvivorPolicy.Adopt, CaptureOutput = false }, rest),
        ["--state", var folder, .. var rest] => RunAsync(new ProcessExecutorOptions { StateDirectory = folder }, rest),
        _ => RunAsync(new ProcessExecutorOptions(), command),
    };

    private static async Task<int> RunAsync(ProcessExecutorOptions options, string[] command)
    {
        await using var executor = new ProcessPodExecutor(options);
        await executor.ConnectAsync(new Observer());
        var id = new PodId(JobUid, 0);
        await executor.StartAsync(new PodStartRequest
        {
            Id = id,
            Name = "pod",
            Uid = Guid.NewGuid(),
            Job = new JobKey("job"),
            CreationTimestamp = DateTimeOffset.UtcNow,
            Labels = new Dictionary<string, string>(),
            Annotations = new Dictionary<string, string>(),
            Spec = new PodSpec
            {
                RestartPolicy = RestartPolicy.Never,
                InitContainers = [new Container { Name = "init", Command = ["/bin/true"] }],
                Containers = [new Container { Name = "main", Command = command, VolumeMounts = JsonElement.Parse("""[{"name":"work","mountPath":"/volume"}]""") }],
                Volumes = JsonElement.Parse("""[{"name":"work","emptyDir":{}}]"""),
            },
        });
        await foreach (var line in executor.ReadLogAsync(id, new PodLogOptions { Follow = true })) Console.WriteLine(line.Text);
        Console.ReadLine();
        return 0;
    }

    private sealed class Observer : IPodObserver
    {
        public void OnReport(in PodReport report) => Console.WriteLine($"report {report.Status.Phase}");

        public void OnVanished(PodId pod)
        {
        }
    }
}
